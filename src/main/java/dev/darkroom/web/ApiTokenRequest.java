package dev.darkroom.web;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Somebody shows a token of ours. */
final class ApiTokenRequest extends BaseAuthenticationRequest {
  private final String text;

  ApiTokenRequest(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
