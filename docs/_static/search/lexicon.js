// What the site's words are: which it knows, how much each tells, what a misspelt one was meant to be.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

(() => {
  const UNKNOWN = 2.5; // weight of a word that the site does not know; known ones have 0 to 5
  const FAINT = 0.4; // weight of a word that says little

  // fields: name -> {of: entry -> texts}. names: those whose texts are names.
  AtlasSearch.lexicon = ({ words, data, fields, names }) => {
    const { entries } = data;
    const skipped = new Set(data.skip);
    const faint = new Set(data.faint);

    // Every name as a list of search words, to know when a query holds it as a whole.
    const named = new Map(); // first word -> [{key, field, text, terms}]
    const vocabulary = new Map(); // word as written -> weight
    const stems = new Map(); // search word -> entries that hold it by name or question
    for (const entry of entries) {
      for (const field of Object.keys(fields)) {
        for (const text of fields[field].of(entry)) {
          for (const chunk of words.chunks(text)) {
            const { parts, joined } = words.split(chunk);
            for (const word of [...parts, ...joined])
              vocabulary.set(word, Math.max(vocabulary.get(word) || 0, names.includes(field) ? 1 : 0.6));
            for (const term of words.ofChunk(chunk)) {
              if (!stems.has(term)) stems.set(term, new Set());
              stems.get(term).add(entry.key);
            }
          }
          if (!names.includes(field)) continue;
          const terms = AtlasSearch.units(words, text).map((unit) => unit.main);
          if (!terms.length) continue;
          if (!named.has(terms[0])) named.set(terms[0], []);
          named.get(terms[0]).push({ key: entry.key, field, text, terms });
        }
      }
    }
    const spread = new Map(data.spread || []); // word of the full text -> pages that hold it
    let guess = null;

    // Words of the full text, once they have come: they are known words from then on.
    const learn = (counts) => {
      for (const [word, count] of counts) {
        spread.set(word, count);
        if (count > 1 && !vocabulary.has(word)) vocabulary.set(word, 0.2);
      }
      guess = null;
    };

    const corrections = (word) => {
      guess = guess || AtlasSearch.guess(vocabulary);
      return guess(word);
    };

    const isKnown = (term) => stems.has(term) || spread.has(term);
    const pages = entries.filter((entry) => entry.kind !== "coming").length;
    const weight = (term) =>
      Math.log(1 + (pages + 1) / (1 + Math.max(stems.has(term) ? stems.get(term).size : 0, (spread.get(term) || 0) * 0.6)));
    // A word that the site does not know says little about what was meant.
    const heft = (unit) => (faint.has(unit.main) ? FAINT : isKnown(unit.main) ? Math.min(5, weight(unit.main)) : UNKNOWN);

    // The words of the vocabulary may be misspelt, too.
    for (const label of data.same.flat())
      for (const chunk of words.chunks(label))
        for (const word of words.split(chunk).parts) if (!vocabulary.has(word)) vocabulary.set(word, 0.6);

    // What one text says, for comparing it with others: its words that tell something, and their weight.
    const telling = (text) => {
      const terms = new Set(words.words(text).filter((term) => !skipped.has(term)));
      let length = 0;
      for (const term of terms) length += faint.has(term) ? FAINT : Math.min(5, weight(term));
      return { text, terms, length };
    };

    const isName = (term) => stems.has(term);
    return { named, skipped, faint, learn, corrections, isKnown, isName, weight, heft, telling };
  };
})();
