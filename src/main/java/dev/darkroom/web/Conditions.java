package dev.darkroom.web;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What a submit that costs says beside its body. Whoever takes this can be asked for the price.
 *
 * @param key makes a repeated order harmless; not looked at if only the price is asked for
 * @param quote see {@link Quotes}
 * @param prefer see {@link Preference}
 */
record Conditions(
    @HeaderParam("Idempotency-Key")
        @Parameter(description = "Makes a repeated order harmless for a day. A quote ignores it.")
        @Nullable String key,
    @QueryParam(Quotes.QUOTE)
        @Parameter(
            description =
                "true: the request is checked and priced as ever, and nothing is stored or done.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
        @Nullable String quote,
    @HeaderParam("Prefer")
        @Parameter(
            description =
                "wait=N: the answer is the job's end if it comes within N seconds, at most 60.")
        @Nullable String prefer) {}
