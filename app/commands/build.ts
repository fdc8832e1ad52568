// `npm run build`: the database client and the pages, for production or before a first start.
import { ensureBuild } from "./ensure-build.ts";

const built = await ensureBuild();
console.log(built ? "Built into build/." : "The build is up to date.");
