export { clientIp } from "./client-address";
export { assertSameOrigin, safePath } from "./origin";
export {
  currentStaff,
  currentUser,
  requireActor,
  requirePermission,
  requireStaff,
  requireUser,
} from "./require";
export type { Role, User } from "./users";
