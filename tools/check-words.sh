#!/usr/bin/env bash
# Checks the spelling of every comment, document and message, and searches for the wordings that the
# writing style of CONTRIBUTING.md rules out. The words of the project are in cspell.json.
set -eu
cd "$(dirname "$0")/.."

is_fine=yes
cspell lint --no-progress --no-summary || is_fine=no

# The pattern does not match itself. A line may quote such a word if it has the directive
# cspell:disable-line in a comment.
ruled_out='contract[,] section|no[b]ody|some[b]ody|who[e]ver'
if git grep --untracked -nIiE "$ruled_out" | grep -v 'cspell:disable-line'; then
  echo "check-words: name the subject of the sentence, and cite docs/specification.md" >&2
  is_fine=no
fi
[ "$is_fine" = yes ]
