import { type Json, writeSpacedJson } from '../../compiler/text/json.ts';
import { readJsonDocument } from '../../compiler/text/json-document.ts';
import type { Source } from '../../compiler/text/source.ts';
import type { YamlDocument } from '../../compiler/text/yaml.ts';

/** Reads the one document of a text that is JSON, which is YAML too. */
const parseJsonAsYaml = (source: Source): readonly YamlDocument[] => [readJsonDocument(source)];

/** Writes a value as JSON on one line, which is YAML too. */
const writeJsonAsYaml = (value: unknown): string => writeSpacedJson(value as Json);

// They stand for the reader and the writer of YAML where every text is JSON.
export { parseJsonAsYaml as parseYaml, writeJsonAsYaml as writeFlowYaml };
