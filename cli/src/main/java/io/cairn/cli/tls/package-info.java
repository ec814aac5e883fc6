/**
 * {@code cairn tls}: an authority for a cluster in a directory, and the certificates that it
 * issues. It needs no cluster. What a certificate says is the business of {@code
 * io.cairn.process.tls}; here are the files. Begin with {@link io.cairn.cli.tls.TlsCommand}.
 */
@NullMarked
package io.cairn.cli.tls;

import org.jspecify.annotations.NullMarked;
