// What was meant by a word that nothing on the site is called: by spelling, keyboard and sound.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

(() => {
  const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
  const VOWELS = new Set("aeiouy");
  const at = new Map(ROWS.flatMap((row, y) => [...row].map((key, x) => [key, [x + y / 2, y]])));
  const near = (a, b) => {
    const [p, q] = [at.get(a), at.get(b)];
    return p && q && Math.abs(p[0] - q[0]) <= 1 && Math.abs(p[1] - q[1]) <= 1;
  };

  const swap = (a, b) => {
    if (a === b) return 0;
    if (VOWELS.has(a) && VOWELS.has(b)) return 0.6;
    return near(a, b) ? 0.7 : 1;
  };
  // Leaving out or doubling a letter beside its twin is the most common slip.
  const drop = (word, i) => (word[i] === word[i - 1] || word[i] === word[i + 1] ? 0.4 : 0.9);

  // Weighted Damerau-Levenshtein distance (optimal string alignment).
  AtlasSearch.distance = (a, b) => {
    let before = [], last = [0];
    for (let j = 1; j <= b.length; j++) last[j] = last[j - 1] + drop(b, j - 1);
    for (let i = 1; i <= a.length; i++) {
      const row = [last[0] + drop(a, i - 1)];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(
          last[j] + drop(a, i - 1),
          row[j - 1] + drop(b, j - 1),
          last[j - 1] + swap(a[i - 1], b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          row[j] = Math.min(row[j], before[j - 2] + 0.7);
      }
      before = last;
      last = row;
    }
    return last[b.length];
  };

  const sounds = (word) => AtlasSearch.doubleMetaphone(word.replace(/[^a-z]/g, ""));

  const signs = (word) => [...word].sort().join("");

  // The same digits, and one letter was left out or doubled.
  const digits = (word) => word.replace(/\D+/g, " ").trim();
  const oneLetterLess = (typed, word) =>
    typed.length > 3 && Math.abs(typed.length - word.length) === 1 && digits(typed) === digits(word) &&
    AtlasSearch.distance(typed, word) < 1;

  // words: Map of word -> weight (how sure we are that people type it, 0 to 1).
  AtlasSearch.guess = (words) => {
    const letters = new AtlasSearch.SearchableMap();
    const bySound = new Map();
    for (const word of words.keys()) {
      if (word.length < 3) continue;
      letters.set(word, true);
      if (word.length < 5 || /\d/.test(word)) continue;
      for (const sound of new Set(sounds(word))) {
        if (!bySound.has(sound)) bySound.set(sound, []);
        bySound.get(sound).push(word);
      }
    }
    const known = new Map();

    const candidates = (typed) => {
      // Swapped signs are two slips here; wrong names with digits are sorted out below.
      const slips = /\d/.test(typed) ? 2 : typed.length < 4 ? 1 : typed.length < 9 ? 2 : 3;
      const found = new Set(letters.fuzzyGet(typed, slips).keys());
      if (typed.length >= 5 && !/\d/.test(typed))
        for (const sound of sounds(typed)) for (const word of bySound.get(sound) || []) found.add(word);
      return found;
    };

    // The likely meanings of a typed word, best first: [{word, closeness 0..1}].
    return (typed) => {
      if (known.has(typed)) return known.get(typed);
      const result = [];
      if (typed.length >= 3) {
        const heard = typed.length >= 5 ? sounds(typed) : [];
        for (const word of candidates(typed)) {
          if (/\d/.test(typed) !== /\d/.test(word)) continue; // her2 is no her
          // Names with digits are near to many others: tp35 is tp53 and pch1 is ptch1, but tp63 is neither.
          if (/\d/.test(typed) && signs(typed) !== signs(word) && !oneLetterLess(typed, word)) continue;
          const sameSound = heard.length && word.length >= 5 && sounds(word)[0] === heard[0];
          let away = AtlasSearch.distance(typed, word) / Math.max(typed.length, word.length);
          if (typed[0] !== word[0] && !sameSound) away += 0.12;
          if (sameSound) away *= 0.55;
          const closeness = (1 - away * 1.6) * (0.85 + 0.15 * words.get(word));
          // Ordinary words are near to many others: only names and long words are guessed freely.
          // Two letters that changed places are hardly ever another word.
          const swapped = signs(typed) === signs(word);
          const least = words.get(word) === 1 ? 0.5 : swapped ? 0.6 : word.length > 6 ? 0.68 : 0.8;
          if (away <= 0.3 && closeness > least) result.push({ word, closeness });
        }
      }
      result.sort((a, b) => b.closeness - a.closeness || (a.word < b.word ? -1 : 1));
      const best = result.length ? result[0].closeness : 0;
      const kept = result.filter((r) => r.closeness >= best - 0.12).slice(0, 4);
      known.set(typed, kept);
      return kept;
    };
  };
})();
