package dev.darkroom.emulator;

/** The kinds of call that can be counted, and that cruelty can be ordered for. */
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
  FILE
}
