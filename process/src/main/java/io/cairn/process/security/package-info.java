/**
 * Who may do what: roles, bearer tokens and the file that holds their hashes, secrets that
 * processes share, certificates as names. Of a request it sees texts only; HTTP, TLS and sockets
 * are others' business.
 *
 * <p>Nothing here prints, logs or throws a secret. Begin reading at {@link
 * io.cairn.process.security.SecuritySettings} and {@link io.cairn.process.security.Authentication}.
 */
@NullMarked
package io.cairn.process.security;

import org.jspecify.annotations.NullMarked;
