// Finding: the units of a query into scored results.
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
  const TEXT = 0.3; // the same for a match in the text of the page
  const NAMES = ["name", "brands", "also", "symbols"];
  const WHOLE = 0.8; // bonus for a name that stands in the query as a whole
  const ALL = 0.5; // and for one that is the whole query
  const ASKED = 0.7; // bonus for a question that is the query
  const LENGTH = 0.65; // how much it counts that a question says no more than the query
  const NEAR = 0.5; // value of a page that explains a result further, against that result
  const NEXT = 0.1; // less of it for each further such page
  const LINKED = 0.1; // share of it that such a page gains if it was found anyway
  const CLEAR = 0.25; // share of a question that a result must answer to bring its neighbors along
  const CLEAR_WORDS = 0.55; // or share of the query that it must meet
  const BOTH = 0.5; // how much it counts that all of the query is met, and not one part well
  const ENOUGH = 0.45; // share of the query, by weight, that the best result must meet
  const ENOUGH_TEXT = 0.55; // the same if it is met in the text only, where chance words are many
  const PART = 0.15; // share of the best result's value, names left aside, that any other must have
  const WELL = 0.45; // value from which a best result fits well
  const CALLED = 0.4; // least value of the page on claimed cures, or on whom to call, when it is called for
  const TOP = 3; // results that bring neighbors along
  const SURE = 3; // weight from which a name in a query is meant as such
  const BODY = 0.3; // share of the query that words of the body must have to be what is meant
  const SIGN = 1.5; // what a word that names a sign is worth then,
  const CARE = 1.2; // the page that says whom to call,
  const BIOLOGY = { hallmark: 0.7, pathway: 0.7, gene: 0.7 }; // and what explains cells
  // Pages come before words of the glossary; of equal ones those that explain most.
  const KINDS = { hallmark: 1.1, pathway: 1.08, gene: 0.85, term: 0.96, coming: 0.92 };

  AtlasSearch.engine = ({ words, data }) => {
    const { MiniSearch } = AtlasSearch;
    const entries = data.entries;
    const byKey = new Map(entries.map((entry) => [entry.key, entry]));
    const plain = { tokenize: (text) => words.words(text), processTerm: (term) => term };
    const index = new MiniSearch({ idField: "key", fields: Object.keys(FIELDS), extractField, ...plain });
    index.addAll(entries);

    function extractField(entry, name) {
      return name === "key" ? entry.key : FIELDS[name].of(entry).join(" \n ");
    }

    const lexicon = AtlasSearch.lexicon({ words, data, fields: FIELDS, names: NAMES });
    const { named, learn, isKnown, telling } = lexicon;
    const { read, alarm } = AtlasSearch.reader({ words, data, lexicon });

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
        const names = [entry.name, ...(entry.also || [])].map(telling).filter(({ terms }) => terms.size > 1);
        found = [...names.map((name) => ({ ...name, name: true })), ...(entry.asked || []).map(telling)];
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
      const body = total && list.reduce((sum, unit) => sum + (isOfBody(unit) ? unit.weight : 0), 0) / total >= BODY;
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
        if (body && !name) value *= ofBody(entry);
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
      if (body) ensure(results, data.signs.page, { care: true }, 2 * TOP, results.length ? 0 : CALLED);
      const urgent = alarm(query);
      if (urgent && urgent.alone) results = alone(byKey.get(urgent.page));
      const least = results.length ? PART * Math.min(1, results[0].value) : 0;
      const kept = results.filter((result) => result.value > least);
      const [best] = kept;
      const weak = Boolean(best) && best.value < WELL && !best.name && !best.instead && !best.claim && !best.care;
      return { units: list, results: merged(kept).slice(0, limit), urgent, weak, missing: [...missing] };
    }

    // What a body feels or shows: the sign and whom to call, before the biology behind it.
    const signs = { words: new Set(words.words(data.signs.words)), terms: new Set(data.signs.terms) };
    const isOfBody = (unit) => signs.words.has(unit.main) ||
      unit.ways.some((way) => way.corrected && way.terms.every((term) => signs.words.has(term)));
    const ofBody = ({ key, kind }) => (signs.terms.has(key) ? SIGN : key === data.signs.page ? CARE : BIOLOGY[kind] || 1);

    // Something that nothing here is called, said to treat cancer: the page on such claims.
    const claims = ["words", "about"].map((part) => new Set(words.words(data.claims[part])));
    function claimed(list, results) {
      const entry = byKey.get(data.claims.page);
      const unknown = list.some((unit) => !isKnown(unit.main) && !unit.corrected.length);
      if (!entry || !unknown || !claims.every((part) => list.some((unit) => part.has(unit.main)))) return;
      ensure(results, entry.key, { claim: true }, TOP, CALLED);
    }

    // A page that is called for stands among the first `place` results, whatever else was found.
    function ensure(results, key, why, place, least) {
      const entry = byKey.get(key);
      if (!entry) return;
      const known = results.find((result) => result.entry === entry);
      const value = Math.max(least, results.length ? results[Math.min(place, results.length) - 1].value : 0);
      if (!known) results.push({ entry, value, share: 0, question: { share: 0 }, hits: [], ...why });
      else if (known.value < value) Object.assign(known, { value, ...why });
      results.sort((a, b) => b.value - a.value);
    }

    // To someone in despair, pages on how cells die are no answer.
    const alone = (entry) => [{ entry, value: 1, share: 0, question: { share: 0 }, hits: [] }];

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
      // A medicine that is named stands before the pages that only explain it.
      for (const result of pages.filter(({ entry, name }) => entry.kind === "treatment" && name && name.value >= SURE)) {
        const explain = (result.entry.near || []).map((key) => found.get(key)).filter((other) => other && !other.name);
        result.value = Math.max(result.value, ...explain.map((other) => other.value * (1 + NEXT)));
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
