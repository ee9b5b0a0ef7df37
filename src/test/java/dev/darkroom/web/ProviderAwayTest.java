package dev.darkroom.web;

import static dev.darkroom.web.ServerTest.assertProblem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** A server whose provider of sign-in is not there starts, lets nobody in, and says so. */
@QuarkusTest
@QuarkusTestResource(FreshServer.class)
@TestProfile(BehindTls.class)
class ProviderAwayTest {

  @Test
  void nobodyIsLetIn() {
    assertEquals(200, given().get("/").statusCode());
    assertProblem(
        503,
        "SIGN_IN_TROUBLE",
        null,
        given().header("Authorization", "Bearer e30.e30.e30").get("/api/jobs"));
    assertProblem(503, "SIGN_IN_TROUBLE", null, given().get("/sign-in"));
    assertProblem(
        401, "BAD_TOKEN", null, given().header("Authorization", "Bearer dr_x").get("/api/jobs"));
  }
}
