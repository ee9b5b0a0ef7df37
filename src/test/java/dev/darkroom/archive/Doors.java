package dev.darkroom.archive;

import dev.darkroom.access.TokenStore;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.templates.TemplateStore;

/** One store by all its doors. */
public record Doors(
    Archive archive,
    JobStore jobs,
    CreditStore credits,
    LibraryStore library,
    TemplateStore templates,
    TokenStore tokens,
    NotifyStore webhooks,
    OversightStore oversight) {}
