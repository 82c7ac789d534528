import { describe, expect, it } from "@jest/globals";
import { describeServerMessage } from "./describeServerMessage.ts";

describe("describeServerMessage", () => {
  it.each([
    ['{"detail": "Not Found"}', "Not Found"],
    ['{"detail": [{"loc": ["query", "_limit"], "msg": "too large"}]}', "_limit: too large"],
    ['{"message": "API rate limit exceeded"}', "API rate limit exceeded"],
    ['{"errors": [{"title": "Bad Request", "detail": "unknown field"}]}', "unknown field"],
    ['{"errors": [{"title": "a"}, {"title": "b"}]}', "a; b"],
    ["<html>Bad Gateway</html>", ""],
    ["upstream\n\u001b[31m failed", "upstream [31m failed"],
    ["{}", ""],
    ["7", ""],
  ])("finds what %s says", (body, message) => {
    expect(describeServerMessage(body)).toBe(message);
  });

  it("is short", () => {
    expect(describeServerMessage("x".repeat(1000))).toHaveLength(301);
  });
});
