//! Browser access.
