/**
 * {@code cairn status}: the whole cluster on one screen, what needs attention first.
 *
 * <p>Knows the admin API's paths and fields. Reading ({@code PictureReader}), judging ({@code
 * Alarms}, pure) and drawing ({@code StatusLines}, pure) are apart. Begin reading at {@link
 * io.cairn.cli.status.StatusCommand}.
 */
@NullMarked
package io.cairn.cli.status;

import org.jspecify.annotations.NullMarked;
