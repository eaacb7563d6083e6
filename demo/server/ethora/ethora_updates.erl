%% Live updates: what a server tells people of its own accord when a profile, a room or a membership has changed.
-module(ethora_updates).

-export([room_iq/2, vcard_set/1, announce_chat/1, announce_user/6, announce_member/3]).

-include_lib("xmpp/include/xmpp.hrl").
-include("mod_muc_room.hrl").

-import(ethora_xml, [xmlel/2, bare/1]).
-import(ethora_rooms, [members/1, profile/2, room_jid/1, room_state/1, thumbnail/1]).

%% The namespace that Ethora's server writes, to the letter.
-define(NS_UPDATE, <<"your:custom:ns">>).

%% Called before the room acts; the announcement waits until the room answers again, which is after.
room_iq(#iq{type = set, sub_els = [#muc_owner{config = #xdata{type = submit}}]} = IQ, #state{jid = Jid}) ->
    later(Jid, fun announce_chat/1),
    IQ;
room_iq(#iq{type = set, sub_els = [#muc_admin{items = Items}]} = IQ, #state{jid = Jid}) ->
    [later(Jid, fun(Room) -> announce_change(Item, Room) end) || #muc_item{jid = #jid{}} = Item <- Items],
    IQ;
room_iq(IQ, _Room) ->
    IQ.

later(RoomJid, Announce) ->
    spawn(fun() -> try Announce(room_state(bare(RoomJid))) catch throw:_ -> ok end end).

%% Only what the room did do.
announce_change(#muc_item{jid = Jid, affiliation = Affiliation}, Room) ->
    case mod_muc_room:get_affiliation(Jid, Room) of
        Affiliation -> announce_member(jid:remove_resource(Jid), Affiliation, Room);
        _ -> ok
    end.

announce_member(Jid, Affiliation, #state{jid = RoomJid, users = Users}) ->
    Change = #muc_user{items = [#muc_item{jid = Jid, affiliation = Affiliation}]},
    [ejabberd_router:route(#message{from = RoomJid, to = User#user.jid, sub_els = [Change]})
     || User <- maps:values(Users)],
    ok.

announce_chat(#state{room = Name, config = Config, users = Users, server_host = Host} = Room) ->
    Update = xmlel(<<"chat-update">>,
                   [{<<"xmlns">>, ?NS_UPDATE}, {<<"chatName">>, Name}, {<<"title">>, Config#config.title},
                    {<<"description">>, Config#config.description},
                    {<<"picture">>, thumbnail(room_jid(Room))},
                    {<<"usersCnt">>, integer_to_binary(length(members(Room)))}]),
    %% To members who are not in the room as well, and to nobody twice.
    Sessions = [jid:tolower(User#user.jid) || User <- maps:values(Users)]
        ++ [{Jid#jid.luser, Jid#jid.lserver, Resource}
            || {Jid, _} <- members(Room), Resource <- ejabberd_sm:get_user_resources(Jid#jid.luser, Jid#jid.lserver)],
    headline(Host, lists:usort(Sessions), Update).

vcard_set(#iq{type = set, from = #jid{luser = User, lserver = Host}} = IQ) ->
    #{first := First, last := Last, photo := Photo, description := Description} = profile(User, Host),
    announce_user(User, Host, First, Last, Photo, Description),
    IQ;
vcard_set(Other) ->
    Other.

headline(Host, Sessions, Update) ->
    [ejabberd_router:route(#message{type = headline, from = jid:make(Host), to = jid:make(Session), sub_els = [Update]})
     || Session <- Sessions],
    ok.

announce_user(User, Host, First, Last, Photo, Description) ->
    Update = xmlel(<<"user-update">>,
                   [{<<"xmlns">>, ?NS_UPDATE}, {<<"xmppUsername">>, User}, {<<"firstName">>, First},
                    {<<"lastName">>, Last}, {<<"photoURL">>, Photo}, {<<"description">>, Description}]),
    headline(Host, ejabberd_sm:get_vh_session_list(Host), Update).
