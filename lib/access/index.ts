export { assertSameOrigin, clientIp, safePath } from "./origin";
export { currentUser, requireActor, requireAdmin, requireUser } from "./require";
export type { Role, User } from "./users";
