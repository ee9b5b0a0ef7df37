package dev.darkroom.bench;

/**
 * How a peer is set up.
 *
 * @param threads jobs at the same time
 * @param connections to its file
 */
record Peer(int threads, int connections) {}
