//! What a person is working on: the document with its results, its history and a draft being typed, and the table laid
//! out for the screen. Still without the browser, so that all of it is tested natively.

pub mod history;
pub mod journal;
pub mod library;
pub mod present;
pub mod select;
pub mod session;
pub mod statements;
pub mod view;
