package dev.darkroom.emulator;

/**
 * The kinds of call that can be counted, and that cruelty can be ordered for. All come in but the
 * last one, which goes out.
 */
public enum Call {
  SUBMIT,
  STATUS,
  STREAM,
  RESULT,
  CANCEL,
  RUN,
  INITIATE,
  UPLOAD,
  COMPLETE,
  FILE,
  KEYS,
  WEBHOOK
}
