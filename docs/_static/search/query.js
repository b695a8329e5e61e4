// A query into units of meaning, and each unit into the ways in which pages may say it.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

(() => {
  const SAME = 0.65; // worth of another word for what was typed
  const NEARLY = 0.8; // closeness from which two written words are taken as one misspelt word
  const LONG = 8; // letters of a word that two written ones can be without chance

  // One unit a written word: what stands in the text, its parts, and the main search word.
  AtlasSearch.units = (words, text) =>
    words.chunks(text).map((chunk) => {
      const { parts, joined } = words.split(chunk);
      const whole = joined.length ? joined[joined.length - 1] : parts[0] || "";
      const [main, ...others] = words.forms(whole);
      return { typed: chunk, parts, joined, whole, main, others };
    }).filter((unit) => unit.parts.length);

  AtlasSearch.reader = ({ words, data, lexicon }) => {
    const { skipped, faint, corrections, isKnown, isName, weight, heft } = lexicon;
    const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

    // "her two", "bcl 2", "carbo platin", "micro satelite": neighbors that are one name on this site. // codespell:ignore
    function join(list) {
      const result = [];
      for (let i = 0; i < list.length; i++) {
        const unit = list[i], next = list[i + 1];
        if (next) {
          const digits = data.numbers[next.whole] || next.whole;
          const both = words.stem(unit.whole + digits);
          const numbered = /\d/.test(digits) !== /\d/.test(unit.whole);
          if (isName(both) && (numbered || !isKnown(unit.main) || !isKnown(next.main))) {
            result.push({ typed: `${unit.typed} ${next.typed}`, parts: [unit.whole, digits], joined: [unit.whole + digits], whole: unit.whole + digits, main: both });
            i++;
            continue;
          }
          // Both are words here, and together a third: "check point" may be either.
          if (isName(both) && both.length >= LONG) for (const part of [unit, next]) part.others = [...(part.others || []), both];
          // The same if it is misspelt, and at least one of the two is no word here.
          if (unit.parts.length + next.parts.length === 2 && (!isKnown(unit.main) || !isKnown(next.main))) {
            const [meant] = corrections(unit.whole + next.whole);
            if (meant && meant.closeness >= NEARLY && meant.word.length >= LONG) {
              result.push({ ...next, typed: `${unit.typed} ${next.typed}`, whole: unit.whole + next.whole, main: words.stem(unit.whole + next.whole), parts: [unit.whole + next.whole], others: [] });
              i++;
              continue;
            }
          }
        }
        result.push(unit);
      }
      return result;
    }

    // "bloodclot": one word that is two words here.
    function cut(word) {
      for (let i = 3; i <= word.length - 3; i++) {
        const halves = [word.slice(0, i), word.slice(i)].map(words.stem);
        if (halves.every((half) => isName(half) && half.length > 2)) return halves;
      }
      return null;
    }

    // Lines of the vocabulary by the first word of each phrase.
    const meanings = new Map();
    for (const texts of data.same) {
      const line = texts.map((label) => ({ label, terms: words.words(label) }));
      for (const phrase of line) {
        if (!meanings.has(phrase.terms[0])) meanings.set(phrase.terms[0], []);
        meanings.get(phrase.terms[0]).push({ phrase, line });
      }
    }

    // The words that a unit may stand for in a phrase: itself, and what was meant if it is misspelt.
    const meant = (unit) => {
      if (!unit.meant) {
        unit.meant = [unit.main];
        if (!isKnown(unit.main) && !meanings.has(unit.main))
          for (const { word, closeness } of corrections(unit.whole)) if (closeness >= NEARLY) unit.meant.push(words.stem(word));
      }
      return unit.meant;
    };

    function ways(unit, last, said) {
      const found = [unit.main, ...(unit.others || [])].map((term) => ({ terms: [term], worth: 1 }));
      if (unit.parts.length > 1) {
        found.push({ terms: unit.parts.map(words.stem), worth: 0.7 });
        for (const word of unit.joined) if (words.stem(word) !== unit.main) found.push({ terms: [words.stem(word)], worth: 0.8 });
      }
      if (last && unit.whole.length > 1) found.push({ terms: [unit.main], worth: 0.6, prefix: unit.whole });
      const known = found.some((way) => way.terms.every(isKnown));
      if (known || said) return { found, corrected: [] };
      // "retinablastoma" is nearer to a name than to its two halves.
      const corrected = corrections(unit.whole);
      const halves = corrected.length && corrected[0].closeness >= NEARLY ? null : cut(unit.whole);
      if (halves) return { found: [...found, { terms: halves, worth: 0.8 }], corrected: [] };
      for (const { word, closeness } of corrected)
        found.push({ terms: [words.stem(word)], worth: closeness, corrected: word });
      return { found, corrected };
    }

    // The query as units of meaning: {typed, ways, weight, corrected}.
    function read(query, typing) {
      const all = join(AtlasSearch.units(words, query));
      const content = all.filter((unit) => unit.joined.length || !skipped.has(unit.main));
      const list = content.length ? all : all.map((unit) => ({ ...unit, kept: true }));
      const result = [];
      for (let i = 0; i < list.length; i++) {
        const unit = list[i];
        let best = null;
        for (const found of meant(unit).flatMap((main) => meanings.get(main) || [])) {
          const { terms } = found.phrase;
          if (!terms.every((term, n) => list[i + n] && meant(list[i + n]).includes(term))) continue;
          if (!best || terms.length > best[0].phrase.terms.length) best = [found];
          else if (terms.length === best[0].phrase.terms.length) best.push(found);
        }
        const length = best ? best[0].phrase.terms.length : 1;
        const covered = list.slice(i, i + length).filter((u) => u.kept || u.joined.length || !skipped.has(u.main));
        i += length - 1;
        const others = best ? best.flatMap(({ line, phrase }) => line.filter((other) => other !== phrase)) : [];
        const said = others.map(({ label, terms }) => ({
          terms: terms.filter((term) => !skipped.has(term)), worth: SAME, said: true, label,
        })).filter((way) => way.terms.length && way.terms.every(isKnown));
        covered.forEach((part) => {
          const last = typing && part === list[list.length - 1];
          const { found, corrected } = ways(part, last, said.length && best.some(({ phrase }) => phrase.terms.includes(part.main)));
          // A word that only the vocabulary knows weighs what it stands for.
          const unknown = said.length && !isKnown(part.main) && !faint.has(part.main);
          const stands = unknown ? Math.max(...said.map((way) => Math.min(5, mean(way.terms.map(weight))))) : 0;
          // What another word says for the whole phrase counts once a part of it.
          result.push({ typed: part.typed, main: part.main, ways: [...found, ...said], corrected,
            weight: corrected.length ? 4 * corrected[0].closeness : Math.max(stands, heft(part)) });
        });
      }
      return result;
    }

    // What is said above the results when a query holds such words: the first entry that fits.
    const urgent = data.urgent.map((entry) => ({
      entry, ...Object.fromEntries(["words", "but"].map((part) => [part, entry[part].map((text) => words.words(text))])),
    }));
    function alarm(query) {
      const all = AtlasSearch.units(words, query);
      // A slip of the pen is forgiven more easily here than elsewhere.
      for (const unit of all)
        unit.heard = [unit.main, ...(isKnown(unit.main) ? [] : corrections(unit.whole).map(({ word }) => words.stem(word)))];
      const telling = all.filter((unit) => !skipped.has(unit.main)); // "her face is drooping"
      const holds = (phrase) => [all, telling].some((list) =>
        list.some((_, i) => phrase.every((term, n) => list[i + n] && list[i + n].heard.includes(term))));
      const found = urgent.find(({ words: said, but }) => said.some(holds) && !but.some(holds));
      return found ? found.entry : null;
    }

    return { read, alarm };
  };
})();
