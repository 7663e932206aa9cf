package jenkins;

/** Signatures only, see docs/development.md. */
public enum YesNoMaybe {
    YES,
    NO,
    MAYBE;
}
