import t from "tap";
import { BrokenFile, readLines } from "../../src/cli/send/read-lines.ts";

async function* inPieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

async function linesOf(text: string, length = 7): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  for await (const { number, bytes } of readLines(inPieces(text, length))) lines.push([number, bytes.toString("utf8")]);
  return lines;
}

t.test("a file of lines is read line by line, however it comes", async (t) => {
  const text = '{"a":"ñ\u2028"}\r\n\n  {"b":2}\n{"c":3}';
  for (const length of [1, 2, 3, 5, 100]) {
    t.strictSame(await linesOf(text, length), [
      [1, '{"a":"ñ\u2028"}'],
      [3, '{"b":2}'],
      [4, '{"c":3}'],
    ]);
  }
});

t.test("an array is read element by element, whatever its strings hold", async (t) => {
  const text = ' [ {"a":[1,{"b":"],}"}]} ,\n{"c":"\\"]"},{"d":"\\\\"}\n] \n';
  for (const length of [1, 2, 3, 5, 100]) {
    t.strictSame(await linesOf(text, length), [
      [1, '{"a":[1,{"b":"],}"}]}'],
      [2, '{"c":"\\"]"}'],
      [3, '{"d":"\\\\"}'],
    ]);
  }
  t.strictSame(await linesOf("[]"), []);
  t.strictSame(await linesOf(""), []);
});

t.test("an array that is cut short or goes on after its end is told", async (t) => {
  await t.rejects(linesOf('[{"a":1},{"b":'), new BrokenFile("The array is not closed after its element 1: the file was cut short."));
  await t.rejects(linesOf('[{"a":1}] {"b":2}'), new BrokenFile("After the array there is something more."));
});

t.test("a line without an end does not fill the memory", async (t) => {
  await t.rejects(linesOf(`{"a":"${"x".repeat(9 * 1024 * 1024)}`, 1024 * 1024), /Line 1 is longer than 8 MiB/);
});
