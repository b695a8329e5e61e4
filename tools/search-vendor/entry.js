// The libraries that searching uses, as one script: modules are not loaded for pages opened from a disk.
import MiniSearch from "minisearch";
import SearchableMap from "minisearch/SearchableMap";
import { doubleMetaphone } from "double-metaphone";
window.AtlasSearch = window.AtlasSearch || {};
Object.assign(window.AtlasSearch, { MiniSearch, SearchableMap, doubleMetaphone });
