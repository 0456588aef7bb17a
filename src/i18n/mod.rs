//! Text in two languages.
