export { assertSameOrigin, clientIp, safePath } from "./origin";
export type { Person, Role } from "./people";
export { currentPerson, requireActor, requireAdmin, requirePerson } from "./require";
