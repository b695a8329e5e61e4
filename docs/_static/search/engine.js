// Finding: a query into units of meaning, each unit into ways of saying it, ways into scored results.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

(() => {
  // Fields of an entry, and what a match in each is worth against a match in its name.
  const FIELDS = {
    name: { worth: 1, of: (e) => [e.name] },
    brands: { worth: 1, of: (e) => e.brands || [] },
    also: { worth: 0.95, of: (e) => e.also || [] },
    symbols: { worth: 0.85, of: (e) => e.symbols || [] },
    asked: { worth: 0.65, of: (e) => e.asked || [] },
    headings: { worth: 0.55, of: (e) => e.headings || [] },
    summary: { worth: 0.55, of: (e) => [e.summary || ""] },
  };
  const TEXT = 0.4; // the same for a match in the text of the page
  const NAMES = ["name", "brands", "also", "symbols"];
  const WHOLE = 0.8; // bonus for a name that stands in the query as a whole
  const ALL = 0.5; // and for one that is the whole query
  const ASKED = 0.7; // bonus for a question that is the query
  const LENGTH = 0.65; // how much it counts that a question says no more than the query
  const SAME = 0.65; // another word for what was typed
  const NEAR = 0.5; // value of a page that explains a result further, against that result
  const NEXT = 0.1; // less of it for each further such page
  const LINKED = 0.1; // share of it that such a page gains if it was found anyway
  const CLEAR = 0.25; // share of a question that a result must answer to bring its neighbors along
  const CLEAR_WORDS = 0.55; // or share of the query that it must meet
  const BOTH = 0.5; // how much it counts that all of the query is met, and not one part well
  const ENOUGH = 0.45; // share of the query, by weight, that the best result must meet
  const ENOUGH_TEXT = 0.55; // the same if it is met in the text only, where chance words are many
  const PART = 0.15; // share of the best result's value, names left aside, that any other must have
  const UNKNOWN = 2.5; // weight of a word that the site does not know; known ones have 0 to 5
  const WELL = 0.45; // value from which a best result fits well
  const CLAIM = 0.4; // least value of the page on claimed cures when it is called for
  const NEARLY = 0.8; // closeness from which two written words are taken as one misspelt word
  const LONG = 8; // letters of a word that two written ones can be without chance
  const TOP = 3; // results that bring neighbors along
  const SURE = 3; // weight from which a name in a query is meant as such
  // Pages come before words of the glossary; of equal ones those that explain most.
  const KINDS = { hallmark: 1.1, pathway: 1.08, gene: 0.85, term: 0.96, coming: 0.92 };

  AtlasSearch.engine = ({ words, data }) => {
    const { MiniSearch } = AtlasSearch;
    const skipped = new Set(data.skip);
    const entries = data.entries;
    const byKey = new Map(entries.map((entry) => [entry.key, entry]));
    const plain = { tokenize: (text) => words.words(text), processTerm: (term) => term };
    const index = new MiniSearch({ idField: "key", fields: Object.keys(FIELDS), extractField, ...plain });
    index.addAll(entries);

    function extractField(entry, name) {
      return name === "key" ? entry.key : FIELDS[name].of(entry).join(" \n ");
    }

    // Every name as a list of search words, to know when a query holds it as a whole.
    const named = new Map(); // first word -> [{key, field, text, terms}]
    const vocabulary = new Map(); // word as written -> weight
    const stems = new Map(); // search word -> entries that hold it by name or question
    for (const entry of entries) {
      for (const field of Object.keys(FIELDS)) {
        for (const text of FIELDS[field].of(entry)) {
          for (const chunk of words.chunks(text)) {
            const { parts, joined } = words.split(chunk);
            for (const word of [...parts, ...joined])
              vocabulary.set(word, Math.max(vocabulary.get(word) || 0, NAMES.includes(field) ? 1 : 0.6));
            for (const term of words.ofChunk(chunk)) {
              if (!stems.has(term)) stems.set(term, new Set());
              stems.get(term).add(entry.key);
            }
          }
          if (!NAMES.includes(field)) continue;
          const terms = units(text).map((unit) => unit.main);
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
    const faint = new Set(data.faint);
    // A word that the site does not know says little about what was meant.
    const heft = (unit) => (faint.has(unit.main) ? 0.4 : isKnown(unit.main) ? Math.min(5, weight(unit.main)) : UNKNOWN);

    // --- a query into units ---------------------------------------------------------------

    // One unit a written word: what stands in the query, its parts, and the main search word.
    function units(text) {
      return words.chunks(text).map((chunk) => {
        const { parts, joined } = words.split(chunk);
        const whole = joined.length ? joined[joined.length - 1] : parts[0] || "";
        const [main, ...others] = words.forms(whole);
        return { typed: chunk, parts, joined, whole, main, others };
      }).filter((unit) => unit.parts.length);
    }

    // "her two", "bcl 2", "carbo platin", "micro satelite": neighbors that are one name on this site. // codespell:ignore
    function join(list) {
      const result = [];
      for (let i = 0; i < list.length; i++) {
        const unit = list[i], next = list[i + 1];
        if (next) {
          const digits = data.numbers[next.whole] || next.whole;
          const both = words.stem(unit.whole + digits);
          const numbered = /\d/.test(digits) !== /\d/.test(unit.whole);
          if (stems.has(both) && (numbered || !isKnown(unit.main) || !isKnown(next.main))) {
            result.push({ typed: `${unit.typed} ${next.typed}`, parts: [unit.whole, digits], joined: [unit.whole + digits], whole: unit.whole + digits, main: both });
            i++;
            continue;
          }
          // Both are words here, and together a third: "check point" may be either.
          if (stems.has(both) && both.length >= LONG) for (const part of [unit, next]) part.others = [...(part.others || []), both];
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
        if (halves.every((half) => stems.has(half) && half.length > 2)) return halves;
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
        for (const chunk of words.chunks(phrase.label))
          for (const word of words.split(chunk).parts) if (!vocabulary.has(word)) vocabulary.set(word, 0.6);
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
      const halves = cut(unit.whole);
      if (halves) return { found: [...found, { terms: halves, worth: 0.8 }], corrected: [] };
      const corrected = corrections(unit.whole);
      for (const { word, closeness } of corrected)
        found.push({ terms: [words.stem(word)], worth: closeness, corrected: word });
      return { found, corrected };
    }

    // The query as units of meaning: {typed, ways, weight, corrected}.
    function read(query, typing) {
      const all = join(units(query));
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

    // --- units into results ---------------------------------------------------------------

    // Entry -> {quality 0..1, fields} for one search word: the best field, a little more for entries
    // in which the word weighs more.
    const cache = new Map();
    function byName(term, prefix) {
      const key = prefix ? `${prefix}*` : term;
      let found = cache.get(key);
      if (!found) {
        found = new Map();
        const hits = index.search(prefix || term, { tokenize: (t) => [t], processTerm: (t) => t, prefix: Boolean(prefix) });
        const most = hits.length ? hits[0].score : 1;
        for (const hit of hits) {
          const fields = new Set(Object.values(hit.match).flat());
          const worth = Math.max(...[...fields].map((field) => FIELDS[field].worth));
          found.set(hit.id, { quality: worth * (0.75 + 0.25 * (hit.score / most)), fields });
        }
        if (cache.size > 2000) cache.clear();
        cache.set(key, found);
      }
      return found;
    }

    const shards = new Map(); // number -> MiniSearch
    const addShard = (number, rows) => {
      shards.set(number, MiniSearch.loadJS({ ...whole, index: rows || [] }, { fields: ["text"], ...plain }));
      textCache.clear();
    };
    // What every shard of MiniSearch's serialized index says of the pages.
    const { texts, lengths } = data;
    const whole = {
      documentCount: texts.length, nextId: texts.length, fieldIds: { text: 0 }, storedFields: {}, dirtCount: 0,
      documentIds: { ...texts.map((_, place) => place) }, fieldLength: { ...lengths.map((length) => [length]) },
      averageFieldLength: [lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)],
      serializationVersion: 2,
    };
    const textCache = new Map();
    function shardOf(term) {
      let low = 0, high = data.shards.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (data.shards[middle] <= term) low = middle;
        else high = middle - 1;
      }
      return data.shards.length ? low : -1;
    }
    function byText(term, missing) {
      const number = shardOf(term);
      if (number < 0) return new Map();
      const shard = shards.get(number);
      if (!shard) {
        missing.add(number);
        return new Map();
      }
      let found = textCache.get(term);
      if (!found) {
        const hits = shard.search(term, { tokenize: (t) => [t], processTerm: (t) => t });
        const most = hits.length ? hits[0].score : 1;
        found = new Map(hits.map((hit) => [data.texts[hit.id], TEXT * (0.4 + 0.6 * (hit.score / most))]));
        textCache.set(term, found);
      }
      return found;
    }

    // The best way of saying one unit, for each entry that says it: {quality 0..1, way, fields}.
    function score(unit, missing) {
      const best = new Map();
      const put = (key, quality, way, fields) => {
        const before = best.get(key);
        if (!before || before.quality < quality) best.set(key, { quality, way, fields });
      };
      const every = (sets, use) => {
        const few = sets.reduce((a, b) => (b.size < a.size ? b : a));
        for (const key of few.keys()) if (sets.every((set) => set.has(key))) use(key, sets.map((set) => set.get(key)));
      };
      for (const way of unit.ways) {
        every(way.terms.map((term) => byName(term, way.prefix)), (key, hits) =>
          put(key, way.worth * mean(hits.map((hit) => hit.quality)), way, hits[0].fields));
        if (way.prefix) continue;
        every(way.terms.map((term) => byText(term, missing)), (key, hits) => put(key, way.worth * mean(hits), way, null));
      }
      return best;
    }
    const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

    // Names that stand in the query as a whole: "tafinlar mekinist fevers" holds two.
    function wholeNames(list) {
      const found = new Map();
      list.forEach((unit, start) => {
        for (const way of unit.ways) {
          if (way.terms.length !== 1 || way.said || way.prefix) continue;
          for (const name of named.get(way.terms[0]) || []) {
            const fits = name.terms.every((term, n) => n === 0 || (list[start + n] &&
              list[start + n].ways.some((w) => w.terms.length === 1 && w.terms[0] === term && !w.said && !w.prefix)));
            if (!fits) continue;
            const length = name.terms.length;
            const value = list.slice(start, start + length).reduce((sum, u) => sum + u.weight, 0) * way.worth;
            const before = found.get(name.key);
            if (!before || before.value < value)
              found.set(name.key, { value, name, whole: length === list.length, corrected: way.corrected });
          }
        }
      });
      return found;
    }

    // The questions of an entry, and its names of several words, as search words with their weight;
    // made when first asked for.
    const questions = new Map();
    function questionsOf(entry) {
      let found = questions.get(entry.key);
      if (!found) {
        const read = (text, name) => {
          const terms = new Set(words.words(text).filter((term) => !skipped.has(term)));
          let length = 0;
          for (const term of terms) length += faint.has(term) ? 0.4 : Math.min(5, weight(term));
          return { text, terms, length, name };
        };
        found = [
          ...[entry.name, ...(entry.also || [])].map((text) => read(text, true)).filter(({ terms }) => terms.size > 1),
          ...(entry.asked || []).map((text) => read(text, false)),
        ];
        questions.set(entry.key, found);
      }
      return found;
    }

    // How much of the query one whole question of an entry says, and of the question the query.
    function bestQuestion(entry, list) {
      let best = { share: 0 };
      for (const { text, terms, length, name } of questionsOf(entry)) {
        let said = 0, all = 0;
        for (const unit of list) {
          all += unit.weight;
          const way = unit.ways.find((w) => !w.prefix && w.terms.every((term) => terms.has(term)));
          if (way) said += unit.weight * way.worth;
        }
        const share = all ? (said / all) * Math.min(1, said / (length || 1)) ** LENGTH : 0;
        if (share > best.share) best = { share, text, name };
      }
      return best;
    }

    function find(query, { typing = false, limit = 40 } = {}) {
      const list = read(query, typing);
      const missing = new Set();
      const total = list.reduce((sum, unit) => sum + unit.weight, 0);
      const sums = new Map();
      list.forEach((unit) => {
        for (const [key, hit] of score(unit, missing)) {
          if (!sums.has(key)) sums.set(key, { value: 0, said: 0, hits: [] });
          const sum = sums.get(key);
          sum.value += unit.weight * hit.quality;
          sum.said += unit.weight * (hit.fields ? Math.min(1, 0.4 + 0.6 * hit.way.worth) : 0.6);
          sum.hits.push({ unit, ...hit });
        }
      });
      const names = wholeNames(list);
      let results = [];
      for (const [key, sum] of sums) {
        const entry = byKey.get(key);
        if (!entry) continue;
        const share = sum.said / total;
        const name = names.get(key);
        const question = bestQuestion(entry, list);
        let value = (sum.value / total) * (1 - BOTH + BOTH * Math.min(1, share)) + ASKED * question.share * question.share;
        if (name) value += (name.whole ? ALL : 0) + WHOLE * (name.value / total);
        if (!name || !name.whole) value *= KINDS[entry.kind] || 1;
        const inFields = sum.hits.some((hit) => hit.fields);
        const fits = share >= (inFields ? ENOUGH : ENOUGH_TEXT) || (name && name.value > SURE) || question.share >= ENOUGH;
        results.push({ entry, value, share, fits, name, question, hits: sum.hits });
      }
      const order = (a, b) => b.value - a.value || (a.entry.key < b.entry.key ? -1 : 1);
      results.sort(order);
      results = nearby(results).sort(order);
      // Nothing, unless something fits; then also what fits in part.
      if (!results.some((result) => result.fits)) results = [];
      claimed(list, results);
      const least = results.length ? PART * Math.min(1, results[0].value) : 0;
      const kept = results.filter((result) => result.value > least);
      const [best] = kept;
      const weak = Boolean(best) && best.value < WELL && !best.name && !best.instead && !best.claim;
      return { units: list, results: merged(kept).slice(0, limit), weak, missing: [...missing] };
    }

    // Something that nothing here is called, said to treat cancer: the page on such claims.
    const claims = ["words", "about"].map((part) => new Set(words.words(data.claims[part])));
    function claimed(list, results) {
      const entry = byKey.get(data.claims.page);
      const unknown = list.some((unit) => !isKnown(unit.main) && !unit.corrected.length);
      if (!entry || !unknown || !claims.every((part) => list.some((unit) => part.has(unit.main)))) return;
      const known = results.find((result) => result.entry === entry);
      const value = Math.max(CLAIM, results.length ? results[Math.min(TOP, results.length) - 1].value : 0);
      if (!known) results.push({ entry, value, share: 0, question: { share: 0 }, hits: [], claim: true });
      else if (known.value < value) Object.assign(known, { value, claim: true });
      results.sort((a, b) => b.value - a.value);
    }

    // What explains a result further comes with it, behind it; what has no page, as the pages that
    // tell of it.
    function nearby(results) {
      const found = new Map(results.map((result) => [result.entry.key, result]));
      const add = (key, value, gain, why) => {
        const known = found.get(key);
        const entry = byKey.get(key);
        if (known && value > known.value) Object.assign(known, { value }, why.instead && why);
        else if (known) known.value += gain;
        else if (entry) {
          const result = { entry, value, share: 0, question: { share: 0 }, hits: [], ...why };
          found.set(key, result);
          results.push(result);
        }
      };
      for (const result of results.filter(({ entry, name, share }) => entry.kind === "coming" && (name || share >= ENOUGH)))
        (result.entry.near || []).forEach((key, place) =>
          add(key, result.value * (1 - NEXT * place), 0, { instead: result, fits: result.fits, hits: result.hits }));
      const pages = results.filter(({ entry }) => entry.kind !== "coming");
      for (const result of pages.slice(0, TOP)) {
        const named = result.name && result.name.value >= SURE;
        if (!named && result.question.share < CLEAR && result.share < CLEAR_WORDS) continue;
        (result.entry.near || []).forEach((key, place) =>
          add(key, (NEAR - NEXT * place) * result.value, LINKED * result.value, { near: result.entry }));
      }
      return results.filter(({ entry }) => entry.kind !== "coming");
    }

    // A word whose page says the same under the same name is that page.
    function merged(results) {
      const pagesFound = new Map(results.map((result, place) => [result.entry.key, place]));
      return results.filter((result, place) => {
        const { entry } = result;
        if (entry.kind !== "term" || !(entry.near || []).length) return true;
        const page = byKey.get(entry.near[0]);
        if (!page || !pagesFound.has(page.key)) return true;
        const called = new Set([page.name, ...(page.also || [])].map((text) => words.words(text).join(" ")));
        return !called.has(words.words(entry.name).join(" "));
      });
    }

    return { find, addShard, learn, data, entries, byKey };
  };
})();
