"""What is known of Midjourney: tables, vocabulary, targets, facts."""
