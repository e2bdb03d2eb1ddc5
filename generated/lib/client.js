// runtime/client.ts
import { abilityFrom } from "./facade.js";
export {
  abilityFrom
};
