%% What an Ethora server (release 26.10) does beyond a stock ejabberd: room list and pictures, roster, editing and
%% deleting, bans, the presence filter, live updates, and the refusal of messages that come too fast.
%% For tests and demonstrations on one machine; needs mod_muc and, for editing, mod_mam in an SQL database.
%% This file is what ejabberd calls: queries, filters and commands.
-module(mod_ethora).
-behaviour(gen_mod).

-export([start/2, stop/1, reload/3, depends/2, mod_opt_type/1, mod_options/1, mod_doc/0]).
-export([decode_iq_subel/1, process_iq/1]).
-export([filter_presence/3, filter_message/3, room_iq/2, vcard_set/1]).
-export([get_commands_spec/0, app_filter_command/2, limit_command/3, user_update_command/6, chat_update_command/2,
         member_command/4, picture_command/4]).

-include_lib("xmpp/include/xmpp.hrl").
-include("mod_muc_room.hrl").
-include("ejabberd_commands.hrl").

-import(ethora_xml, [attr/2, bare/1, result/3]).
-import(ethora_rooms, [rooms_of/1, room_element/2, page/2, members/1, is_member/2, managed_room/2, room_state/1,
                       room_jid/1, save_picture/2, activity/3]).
-import(ethora_bans, [is_banned/2]).
-import(ethora_updates, [announce_chat/1, announce_member/3]).

-define(NS_ROOMS, <<"ns:getrooms">>).
-define(NS_PROFILE, <<"ns:getrooms:setprofile">>).
-define(NS_MEMBERS, <<"ns:room:last">>).
-define(NS_BAN, <<"ns:deepx:muc:user:ban">>).
-define(ROSTER_SIZE, 50).

%% What a command has changed while the server runs. `key` is {app_filter, Host} or {limit, Jid}.
-record(ethora_switch, {key, value}).

%%% Module

start(Host, _Opts) ->
    ethora_rooms:create_tables(),
    ethora_bans:create_tables(),
    Fields = record_info(fields, ethora_switch),
    ejabberd_mnesia:create(?MODULE, ethora_switch, [{ram_copies, [node()]}, {attributes, Fields}]),
    Queries = [?NS_DISCO_ITEMS, ?NS_ROOMS, ?NS_PROFILE, ?NS_MEMBERS, ?NS_BAN],
    [gen_iq_handler:add_iq_handler(ejabberd_sm, Host, NS, ?MODULE, process_iq) || NS <- Queries],
    ejabberd_commands:register_commands(?MODULE, get_commands_spec()),
    %% Filters come before the archive (50); `vcard_set` after mod_vcard has saved (50).
    {ok, [{hook, muc_filter_presence, filter_presence, 10},
          {hook, muc_filter_message, filter_message, 10},
          {hook, muc_process_iq, room_iq, 10},
          {hook, vcard_iq_set, vcard_set, 90}]}.

stop(Host) ->
    gen_mod:is_loaded_elsewhere(Host, ?MODULE)
        orelse ejabberd_commands:unregister_commands(get_commands_spec()),
    [gen_iq_handler:remove_iq_handler(ejabberd_sm, Host, NS)
     || NS <- [?NS_ROOMS, ?NS_PROFILE, ?NS_MEMBERS, ?NS_BAN]],
    gen_iq_handler:add_iq_handler(ejabberd_sm, Host, ?NS_DISCO_ITEMS, mod_disco, process_sm_iq_items).

reload(_Host, _New, _Old) -> ok.

%% After mod_disco, whose answer to disco#items is replaced.
depends(_Host, _Opts) -> [{mod_disco, hard}, {mod_muc, hard}, {mod_mam, soft}].

mod_opt_type(app_filter) -> econf:bool();
mod_opt_type(message_limit) -> econf:non_neg_int();
mod_opt_type(message_interval) -> econf:pos_int().

mod_options(_Host) -> [{app_filter, false}, {message_limit, 0}, {message_interval, 1000}].

mod_doc() ->
    #{desc => <<"The parts of an Ethora server that clients see.">>,
      opts => [{app_filter, #{desc => <<"Refuse nicks and rooms that are not of the user's app.">>}},
               {message_limit, #{desc => <<"Messages per interval, user and room; 0: any number.">>}},
               {message_interval, #{desc => <<"In milliseconds.">>}}]}.

%%% Queries without `to`

%% Otherwise what the XMPP library does not know is refused before it comes here.
decode_iq_subel(El) -> El.

process_iq(#iq{from = #jid{luser = U, lserver = S}, to = #jid{luser = U, lserver = S}, sub_els = [El]} = IQ) ->
    try query(fxml:get_tag_attr_s(<<"xmlns">>, El), El, IQ)
    catch throw:Error -> xmpp:make_error(IQ, Error)
    end;
process_iq(#iq{sub_els = [#xmlel{attrs = Attrs}]} = IQ) ->
    case fxml:get_attr_s(<<"xmlns">>, Attrs) of
        ?NS_DISCO_ITEMS -> stock_items(IQ);
        _ -> xmpp:make_error(IQ, xmpp:err_forbidden())
    end.

query(?NS_DISCO_ITEMS, El, #iq{type = get, from = From} = IQ) ->
    case attr(<<"node">>, El) of
        <<>> -> result(IQ, ?NS_DISCO_ITEMS, [room_element(<<"item">>, Room) || Room <- rooms_of(From)]);
        _ -> stock_items(IQ)
    end;
query(?NS_ROOMS, El, #iq{type = get, from = From} = IQ) ->
    {Rooms, Set} = page(rooms_of(From), El),
    result(IQ, ?NS_ROOMS, [room_element(<<"room">>, Room) || Room <- Rooms] ++ [Set]);
query(?NS_PROFILE, El, #iq{type = set, from = From} = IQ) ->
    Room = managed_room(From, El),
    save_picture(room_jid(Room), El),
    announce_chat(Room),
    xmpp:make_iq_result(IQ);
query(?NS_MEMBERS, El, #iq{type = get, from = From} = IQ) ->
    Room = room_state(attr(<<"room">>, El)),
    is_member(From, Room) orelse throw(xmpp:err_forbidden()),
    Members = lists:sublist(members(Room), ?ROSTER_SIZE),
    result(IQ, ?NS_MEMBERS, [activity(Jid, Role, is_banned(room_jid(Room), bare(Jid))) || {Jid, Role} <- Members]);
query(?NS_BAN, El, #iq{from = From} = IQ) ->
    ethora_bans:query(attr(<<"action">>, El), El, From, IQ);
query(_, _, _) ->
    throw(xmpp:err_bad_request()).

stock_items(#iq{sub_els = [El]} = IQ) ->
    mod_disco:process_sm_iq_items(IQ#iq{sub_els = [xmpp:decode(El)]}).

%%% What people send to rooms

%% People enter under their own localpart only, and rooms of their own app only.
filter_presence(#presence{type = available, from = From} = Presence, #state{room = Room, server_host = Host}, Nick) ->
    Refusal = case {app_filter(Host), Nick == From#jid.luser, app(Room) == app(From#jid.luser)} of
                  {true, false, _} -> <<"wrong nickname">>;
                  {true, true, false} -> <<"wrong app name">>;
                  _ -> none
              end,
    case Refusal of
        none -> Presence;
        Text -> refuse(Presence, xmpp:err_forbidden(Text, <<"en">>))
    end;
filter_presence(Presence, _Room, _Nick) ->
    Presence.

app(Localpart) -> hd(binary:split(Localpart, <<"_">>)).

%% Without a nick it is the subject that somebody gets at entering.
filter_message(#message{type = groupchat, from = From} = Message, Room, Nick) when Nick /= <<>> ->
    case {is_banned(room_jid(Room), bare(From)), is_too_fast(From, Room)} of
        {true, _} ->
            Error = xmpp:err_forbidden(<<"You are banned in this room!">>, <<"en">>),
            refuse(Message, Error#stanza_error{type = cancel});
        {false, true} ->
            refuse(Message, xmpp:err_resource_constraint(<<"Traffic rate limit is exceeded">>, <<"en">>));
        {false, false} ->
            ethora_archive:change(Message, Room)
    end;
filter_message(Message, _Room, _Nick) ->
    Message.

refuse(Stanza, Error) ->
    ejabberd_router:route_error(Stanza, Error),
    drop.

%% Times of what was let through are kept in the room's own process, so they go with the room.
is_too_fast(From, Room) ->
    case limit(bare(From), room_jid(Room), Room#state.server_host) of
        {0, _} -> false;
        {Limit, Interval} ->
            Now = erlang:monotonic_time(millisecond),
            Times = case get({?MODULE, bare(From)}) of undefined -> []; Known -> Known end,
            Recent = [Time || Time <- Times, Time > Now - Interval],
            IsTooFast = length(Recent) >= Limit,
            put({?MODULE, bare(From)}, if IsTooFast -> Recent; true -> [Now | Recent] end),
            IsTooFast
    end.

%% Of the user, else of the room, else of the host, else as configured.
limit(User, Room, Host) ->
    Configured = {gen_mod:get_module_opt(Host, ?MODULE, message_limit),
                  gen_mod:get_module_opt(Host, ?MODULE, message_interval)},
    lists:foldl(fun(Key, Otherwise) -> switch({limit, Key}, Otherwise) end, Configured, [Host, Room, User]).

app_filter(Host) -> switch({app_filter, Host}, gen_mod:get_module_opt(Host, ?MODULE, app_filter)).

switch(Key, Otherwise) ->
    case mnesia:dirty_read(ethora_switch, Key) of
        [#ethora_switch{value = Value}] -> Value;
        [] -> Otherwise
    end.

%%% What ejabberd tells

room_iq(IQ, Room) -> ethora_updates:room_iq(IQ, Room).

vcard_set(IQ) -> ethora_updates:vcard_set(IQ).

%%% Commands, for tests and for whoever plays Ethora's REST server

get_commands_spec() ->
    [command(ethora_app_filter, app_filter_command, "Refuses nicks and rooms that are not of the user's app",
             [{host, binary}, {enabled, binary}]),
     command(ethora_limit, limit_command, "Limits messages per interval (ms); target: JID of a user, room or host; 0: any number",
             [{target, binary}, {messages, integer}, {interval, integer}]),
     command(ethora_user_update, user_update_command, "Tells everybody about a changed profile",
             [{user, binary}, {host, binary}, {first_name, binary}, {last_name, binary}, {photo, binary},
              {description, binary}]),
     command(ethora_chat_update, chat_update_command, "Tells members about a changed room",
             [{room, binary}, {service, binary}]),
     command(ethora_set_affiliation, member_command, "Changes an affiliation and tells those in the room",
             [{room, binary}, {service, binary}, {jid, binary}, {affiliation, binary}]),
     command(ethora_set_picture, picture_command, "Sets the pictures of a room; none: no picture",
             [{room, binary}, {service, binary}, {thumbnail, binary}, {background, binary}])].

command(Name, Function, Description, Arguments) ->
    #ejabberd_commands{name = Name, tags = [muc], desc = Description, module = ?MODULE, function = Function,
                       args = Arguments, result = {res, rescode}}.

app_filter_command(Host, Enabled) ->
    mnesia:dirty_write(#ethora_switch{key = {app_filter, Host}, value = Enabled == <<"true">>}).

limit_command(Target, Messages, Interval) ->
    mnesia:dirty_write(#ethora_switch{key = {limit, Target}, value = {Messages, Interval}}).

user_update_command(User, Host, First, Last, Photo, Description) ->
    ethora_updates:announce_user(User, Host, First, Last, Photo, Description).

chat_update_command(Name, Service) -> announce_chat(room_state(jid:encode({Name, Service, <<>>}))).

member_command(Name, Service, Jid, Affiliation) ->
    ok = mod_muc_admin:set_room_affiliation(Name, Service, Jid, Affiliation),
    Room = room_state(jid:encode({Name, Service, <<>>})),
    announce_member(jid:decode(Jid), binary_to_existing_atom(Affiliation), Room).

picture_command(Name, Service, Thumbnail, Background) ->
    ethora_rooms:save_picture(jid:encode({Name, Service, <<>>}), Thumbnail, Background).
