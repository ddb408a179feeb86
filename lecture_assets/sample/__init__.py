"""The sample lecture: script, slides, presenter and voice, all made here."""
