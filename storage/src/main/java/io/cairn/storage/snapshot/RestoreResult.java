package io.cairn.storage.snapshot;

/**
 * Where the restored bytes came from.
 *
 * @param local what was placed, with its list
 * @param reusedBytes taken from the local copy
 * @param fetchedBytes read from the blob store
 */
public record RestoreResult(LocalSnapshot local, long reusedBytes, long fetchedBytes) {}
