//! The real reports.
