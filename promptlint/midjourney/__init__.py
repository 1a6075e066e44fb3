"""Facts about Midjourney: tables, vocabulary, targets, facts."""
