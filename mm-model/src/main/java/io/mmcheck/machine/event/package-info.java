/** What steps say beside the state: properties watch it, traces print it. */
@NullMarked
package io.mmcheck.machine.event;

import org.jspecify.annotations.NullMarked;
