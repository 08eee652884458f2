"""An engine for XForms: expressions, form models, sessions and judgements over submissions."""
