/**
 * The answer of `where`: every record, no record, or a filter. It is plain data without prototypes to fill in or
 * names to look up, so that any adapter can read it and any wire can carry it.
 */
export type Where = 'all' | 'none' | Filter;
/** Some records of a model. */
export type Filter = LinkedFilter | UnionFilter | CommonFilter;
/** The records of a model that meet at least one of some alternatives. */
export interface LinkedFilter {
    readonly model: string;
    /**
     * The path of relations from the model's records to the records that the alternatives speak of, such as
     * `['project', 'company']`; empty where they speak of the model's own records. Where the path leads to no
     * record, no alternative is met; where it leads to several, one that meets an alternative is enough.
     */
    readonly through: readonly Step[];
    /** Never empty. */
    readonly alternatives: readonly Alternative[];
}
/** The records of a model that at least one of some filters selects. */
export interface UnionFilter {
    readonly model: string;
    /** Never empty. */
    readonly anyOf: readonly Filter[];
}
/** The records of a model that each of some filters selects. */
export interface CommonFilter {
    readonly model: string;
    /** Never empty. */
    readonly allOf: readonly Filter[];
}
/** A relation to one record, or to a list of records. */
export type Step = string | {
    readonly many: string;
};
/** Comparisons that must all hold; never empty. */
export type Alternative = readonly Comparison[];
/**
 * One comparison of a column. Values of different types never match, not even `$ne` and `$nin`, and nothing but
 * `$exists: false` matches a column that is null or missing. Text is ordered by code point. A date is text as in ISO 8601.
 * Of a list, `$eq` and `$in` ask for an item, and `$ne` and `$nin` for a list without one.
 */
export type Comparison = ComparedColumn & ({
    readonly type: ColumnType;
    readonly operator: '$exists';
    readonly operand: boolean;
} | {
    readonly type: ComparableType | 'list';
    readonly operator: '$in' | '$nin';
    readonly operand: readonly Scalar[];
} | {
    readonly type: ComparableType;
    readonly operator: '$eq' | '$gt' | '$gte' | '$lt' | '$lte' | '$ne';
    readonly operand: Scalar;
} | {
    readonly type: 'list';
    readonly operator: '$eq' | '$ne';
    readonly operand: Scalar;
});
/** The column that a comparison is about. */
export interface ComparedColumn {
    readonly property: string;
    /**
     * The relations that lead, each to one record, to the record that has the column, such as `['parent']`; left out where it
     * is the record itself. Where they lead to none, the comparison is not met, whatever it asks.
     */
    readonly through?: readonly string[];
}
/** The types of a column that is compared by value. */
export type ComparableType = 'id' | 'string' | 'number' | 'integer' | 'boolean' | 'date';
/** The types of a column: lists contain values, and objects can only be there or not. */
export type ColumnType = ComparableType | 'list' | 'object';
/** A value to compare with, of the column's own type: text for ids, texts and dates; for a list, of any item's. */
export type Scalar = string | number | boolean;
