import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lexSql } from '../../sql-lexer.ts';
import { readStatement } from './statement.ts';

describe('a statement', () => {
  test.each([
    ['SELECT 1', 'read', undefined],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV', 'read', 'CSV'],
    ['-- note\n/* FORMAT x */ WITH 1 AS x SELECT x \nFORMAT JSONEachRow', 'read', 'JSONEachRow'],
    ['SELECT 1 FORMAT TSV SETTINGS max_threads = 1', 'read', 'TSV'],
    ['SELECT format FROM t', 'read', undefined],
    ["SELECT format('{}', 'x') FROM t WHERE s = 'FORMAT CSV'", 'read', undefined],
    ['SELECT * FROM (SELECT 1 FORMAT CSV)', 'read', undefined],
    ['show tables', 'read', undefined],
    ['INSERT INTO t (a) FORMAT RowBinary', 'insert', 'RowBinary'],
    ['INSERT INTO t VALUES', 'insert', 'Values'],
    ['INSERT INTO t SELECT 1', 'insert', undefined],
    ["KILL QUERY WHERE query_id = 'x'", 'kill', undefined],
    ['SET max_threads = 1', 'session', undefined],
    ['CREATE TEMPORARY TABLE t (a UInt8)', 'session', undefined],
    ['CREATE TABLE temporary_things (a UInt8) ENGINE = Memory', 'other', undefined],
    ['ALTER TABLE t DELETE WHERE 1', 'other', undefined],
    ['', 'other', undefined],
  ])('%j is of the kind %s with the format %s', (sql, kind, format) => {
    expect(readStatement(sql)).toMatchObject({ kind, format });
  });

  test.each([
    ['SELECT 1;', false],
    ['SELECT 1; -- the end', false],
    ["SELECT ';'; ;", false],
    ['SELECT 1; SELECT 2', true],
    ['INSERT INTO t VALUES (1); DROP TABLE t', true],
    ['INSERT INTO t FORMAT CSV\n1;2;3', false],
    ['SELECT $$;$$, $tag$ ; $tag$', false],
  ])('%j holds several statements: %s', (sql, isMulti) => {
    expect(readStatement(sql).isMulti).toBe(isMulti);
  });

  test.each([
    ['SELECT {a:String}, {b : Array(Tuple(UInt8, String))}', ['a', 'b']],
    ['SELECT \'{a:String}\', `{b:String}`, "{c:String}" -- {d:String}', []],
    ["SELECT {'key': 1}, map('{', 1)", []],
    [
      'SELECT * FROM {table:Identifier} WHERE x IN ({a:Array(UInt8)}, {a:Array(UInt8)})',
      ['table', 'a'],
    ],
  ])('%j needs the parameters %j', (sql, placeholders) => {
    expect(readStatement(sql).placeholders).toEqual(placeholders);
  });

  test.each([
    ["SELECT 1 INTO OUTFILE '/x'", true],
    ["SELECT 1 INTO/**/outfile '/x'", true],
    ["SELECT * FROM (SELECT 1 INTO OUTFILE '/x')", true],
    ["SELECT 'INTO OUTFILE', `outfile` FROM t -- OUTFILE", false],
    ["SELECT 'it\\'s', 'it''s INTO OUTFILE'", false],
  ])('%j writes a file: %s', (sql, hasOutfile) => {
    expect(readStatement(sql).hasOutfile).toBe(hasOutfile);
  });

  test('the file of an insert belongs before its settings', () => {
    const sql = 'INSERT INTO t (a) SETTINGS x = 1 FORMAT CSV 1,2';
    const { insert } = readStatement(sql);
    expect(sql.slice(0, insert?.infileAt)).toBe('INSERT INTO t (a) ');
    expect(sql.slice(insert?.infileAt, insert?.headEnd)).toBe('SETTINGS x = 1 ');
    expect(sql.slice(insert?.dataStart)).toBe(' 1,2');
  });
});

describe('the lexer', () => {
  const literal = fc
    .string({ unit: 'binary' })
    .map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);

  test('never looks into a quoted text', () => {
    fc.assert(
      fc.property(literal, (quoted) => {
        const { placeholders, hasOutfile, isMulti } = readStatement(`SELECT ${quoted} FROM t`);
        expect([placeholders, hasOutfile, isMulti]).toEqual([[], false, false]);
      }),
    );
  });

  test('comes to the end of any text, and its tokens neither overlap nor run over', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (sql) => {
        let last = 0;
        for (const { start, end } of lexSql(sql)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(sql.length);
      }),
    );
  });

  test('reads a text of ten megabytes without running out of stack', () => {
    const sql = `SELECT '${"x\\'".repeat(3_000_000)}' /* ${'y'.repeat(1_000_000)} */${'\n-- z'.repeat(100_000)}`;
    expect([...lexSql(sql)].map(({ text }) => text)).toEqual(['SELECT']);
  });
});
