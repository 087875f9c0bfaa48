"""The builder and the form inside other people's pages: partners, sessions, the tokens that open them, their doors."""
