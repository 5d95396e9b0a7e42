/** The packages as they are handed out: installed, started, upgraded, removed. */
package io.roomwatch.packaging;
