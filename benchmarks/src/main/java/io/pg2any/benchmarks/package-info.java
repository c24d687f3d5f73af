/** What every row passes through, measured piece by piece without a server. */
package io.pg2any.benchmarks;
