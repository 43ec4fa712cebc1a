"""Two unlike products of one name, `apikey` and `sanctum`: each edition is a dialect of its own."""
