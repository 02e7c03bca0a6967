import fc from "fast-check";

/** The same histories in every run, so that a change is found always or never, and no shrinking. */
fc.configureGlobal({ seed: 1, endOnFailure: true });
