/**
 * TLS between the processes of a cluster, and to people: the files of the section {@code tls},
 * checked ({@link io.cairn.process.tls.TlsSettings}); contexts made from them, and again when they
 * change ({@link io.cairn.process.tls.Tls}); who a certificate names ({@link
 * io.cairn.process.tls.PeerName}); and a small authority that issues certificates ({@link
 * io.cairn.process.tls.CertificateAuthority}). It knows no port and no network library. Begin with
 * {@code Tls}.
 */
@NullMarked
package io.cairn.process.tls;

import org.jspecify.annotations.NullMarked;
