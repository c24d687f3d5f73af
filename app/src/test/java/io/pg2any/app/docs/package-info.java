/** The pages under {@code docs/} say what the program does: some are written from it, and all are checked against it. */
package io.pg2any.app.docs;
