"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { disableUser, enableUser, inviteUser } from "@/lib/access/manage-users";
import { requireRecentActor } from "@/lib/access/require";
import { setRole } from "@/lib/access/roles";
import { parseFields, type Role } from "@/lib/access/users";
import { type FormState, textOf } from "@/lib/api/form-state";
import { toStaffFormState } from "@/lib/api/staff-form-state";
import { database } from "@/lib/runtime/database";
import { assertId } from "@/lib/shared/assert-id";

const PATH = "/admin/credits/people";
const role = z.enum(["buyer", "support", "finance", "admin"], "There is no such role.");

export async function inviteAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "users.manage");
  const typed = {
    email: textOf(form, "email"),
    name: textOf(form, "name"),
    role: textOf(form, "role"),
  };
  const state = await toStaffFormState({ user: admin, action: "user.invite" }, typed, async () => {
    await inviteUser(database(), { ...typed, role: readRole(typed.role) }, admin);
  });
  revalidatePath(PATH);
  return state;
}

export async function changeRoleAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "users.manage");
  const id = textOf(form, "user");
  const attempt = { user: admin, action: "role.change", target: { type: "user", id } };
  const state = await toStaffFormState(attempt, {}, async () => {
    assertId(id, "user");
    await setRole(database(), id, readRole(textOf(form, "role")), admin.id);
  });
  revalidatePath(PATH);
  return state;
}

export async function changeAccessAction(_: FormState, form: FormData): Promise<FormState> {
  const admin = await requireRecentActor(PATH, "users.manage");
  const id = textOf(form, "user");
  const disable = textOf(form, "disable") === "yes";
  const action = disable ? "user.disable" : "user.enable";
  const attempt = { user: admin, action, target: { type: "user", id } };
  const state = await toStaffFormState(attempt, {}, async () => {
    assertId(id, "user");
    const change = disable ? disableUser : enableUser;
    await change(database(), id, admin);
  });
  revalidatePath(PATH);
  return state;
}

function readRole(text: string): Role {
  return parseFields(z.object({ role }), { role: text }).role;
}
