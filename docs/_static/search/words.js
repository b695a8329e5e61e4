// Text into words, as atlas/search/words.py does for the index; a test compares the two.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

// rules: the table of words.py. stemmer: Porter's stemmer.
AtlasSearch.words = (rules, stemmer) => {
  const spellings = rules.spellings.map(([pattern, to]) => [new RegExp(pattern, "g"), to]);
  const greek = new Map(Object.entries(rules.greek));
  const stems = new Map();

  // Lower case, without accents, with one kind of dash.
  const normal = (text) =>
    text.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g, "")
      .replace(/ς/g, "σ").replace(/[\u2010-\u2015\u2212\u00b7]/g, "-");

  const chunks = (text) => normal(text).match(/[a-z0-9α-ω]+(?:['’\-/.][a-z0-9α-ω]+)*/g) || [];

  const stem = (word) => {
    if (/\d/.test(word) || word.length <= rules.short) return word;
    let known = stems.get(word);
    if (known === undefined) {
      known = word;
      for (const [pattern, to] of spellings) known = known.replace(pattern, to);
      known = stemmer.stemWord(known);
      stems.set(word, known);
    }
    return known;
  };

  // One word; Greek letters both by name and by their Latin neighbor.
  const forms = (part) => {
    if (!/[α-ω]/.test(part)) return [stem(part)];
    const spelt = (short) => [...part].map((c) => (greek.has(c) ? greek.get(c).slice(0, short) : c)).join("");
    return [stem(spelt(99)), spelt(1)];
  };

  // The parts of a compound, and what they give without hyphens.
  const split = (chunk) => {
    const bare = chunk.replace(/['’]s?(?=$|[\-/.])/g, "").replace(/['’]/g, "");
    const parts = bare.split(/[\-/.]/).filter(Boolean);
    const joined = [];
    if (!bare.includes("/")) {
      for (let i = 1; i < parts.length; i++) joined.push(parts[i - 1] + parts[i]);
      if (parts.length > 2) joined.push(parts.join(""));
    }
    return { parts, joined: joined.filter((word) => word.length <= rules.joined) };
  };

  const ofChunk = (chunk) => {
    const { parts, joined } = split(chunk);
    // One or two signs mean nothing without their neighbors: the 2a of HIF-2a is no word.
    const telling = parts.length > 1 && joined.length ? parts.filter((part) => part.length > 2) : parts;
    return [...new Set([...telling, ...joined].flatMap(forms))];
  };

  return { normal, chunks, split, stem, forms, ofChunk, words: (text) => chunks(text).flatMap(ofChunk) };
};
