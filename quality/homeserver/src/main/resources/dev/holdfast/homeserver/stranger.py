# SPDX-License-Identifier: Apache-2.0
"""A Matrix client on matrix-nio and libolm. Does what each line on stdin says, and answers each with one."""

import asyncio
import sys

from nio import (
    AsyncClient,
    AsyncClientConfig,
    EnableEncryptionBuilder,
    LoginResponse,
    MegolmEvent,
    RoomCreateResponse,
    RoomMessageText,
    RoomSendResponse,
)


class Stranger:
    def __init__(self, client):
        self.client = client
        self.heard = asyncio.Queue()
        client.add_event_callback(self.hear_text, RoomMessageText)
        client.add_event_callback(self.hear_unread, MegolmEvent)

    async def hear_text(self, room, event):
        if event.sender != self.client.user_id:
            how = "encrypted" if event.decrypted else "plain"
            await self.heard.put(f"{event.sender} {how} {event.body}")

    async def hear_unread(self, room, event):
        await self.heard.put(f"{event.sender} unread")

    async def create(self, name, guest):
        """Makes an encrypted room, and answers with its id."""
        answer = await self.client.room_create(
            name=name, invite=[guest], initial_state=[EnableEncryptionBuilder().as_dict()]
        )
        return required(answer, RoomCreateResponse).room_id

    async def meet(self, room, guest):
        """Waits until the guest is in the room."""
        while True:
            member = self.client.rooms[room].users.get(guest) if room in self.client.rooms else None
            if member is not None and not member.invited:
                return guest
            await self.client.synced.wait()

    async def say(self, room, text):
        if self.client.should_query_keys:
            await self.client.keys_query()
        content = {"msgtype": "m.text", "body": text}
        answer = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        return required(answer, RoomSendResponse).event_id

    async def listen(self):
        """Waits for what somebody else says next: who, encrypted or plain, what."""
        return await self.heard.get()


def required(answer, kind):
    if not isinstance(answer, kind):
        raise RuntimeError(str(answer))
    return answer


async def main(server, user, password, store):
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(server, user, store_path=store, config=config)
    stranger = Stranger(client)
    required(await client.login(password), LoginResponse)
    syncing = asyncio.create_task(client.sync_forever(timeout=1000, full_state=True))
    await client.synced.wait()
    print(client.user_id, flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, *arguments = line.rstrip("\n").split("\t")
        print(await getattr(stranger, command)(*arguments), flush=True)
    syncing.cancel()
    await client.close()


asyncio.run(main(*sys.argv[1:]))
