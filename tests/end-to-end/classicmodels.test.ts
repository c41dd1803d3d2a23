import t from "tap";
import { folder, runTheYears, skip } from "../classicmodels/years.ts";

t.setTimeout(300_000);

t.test("classicmodels, loaded over HTTP as commands", { skip }, (t) => runTheYears(t, folder as string));
