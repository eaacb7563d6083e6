%% What an Ethora server (release 26.10) does beyond a stock ejabberd: room list and pictures, roster, editing and
%% deleting, bans, the presence filter, live updates, and the refusal of messages that come too fast.
%% For tests and demonstrations on one machine; needs mod_muc and, for editing, mod_mam in an SQL database.
-module(mod_ethora).
-behaviour(gen_mod).

-export([start/2, stop/1, reload/3, depends/2, mod_opt_type/1, mod_options/1, mod_doc/0]).
-export([decode_iq_subel/1, process_iq/1]).
-export([filter_presence/3, filter_message/3, room_iq/2, vcard_set/1]).
-export([get_commands_spec/0, app_filter_command/2, limit_command/3, user_update_command/6, chat_update_command/2,
         member_command/4, picture_command/4]).

-include_lib("xmpp/include/xmpp.hrl").
-include("logger.hrl").
-include("mod_muc_room.hrl").
-include("ejabberd_commands.hrl").
-include("ejabberd_sql_pt.hrl").

-define(NS_ROOMS, <<"ns:getrooms">>).
-define(NS_PROFILE, <<"ns:getrooms:setprofile">>).
-define(NS_MEMBERS, <<"ns:room:last">>).
-define(NS_BAN, <<"ns:deepx:muc:user:ban">>).
%% The namespace that Ethora's server writes, to the letter.
-define(NS_UPDATE, <<"your:custom:ns">>).
-define(ROSTER_SIZE, 50).
-define(PAGE_SIZE, 100).

%% Pictures of a room; `room` is its JID as text, as in all tables.
-record(ethora_picture, {room, thumbnail = <<"none">>, background = <<"none">>}).
%% `key` is {Room, User}; `until` in seconds since the epoch.
-record(ethora_ban, {key, until, comment}).
%% What a command has changed while the server runs. `key` is {app_filter, Host} or {limit, Jid}.
-record(ethora_switch, {key, value}).

%%% Module

start(Host, _Opts) ->
    create_table(ethora_picture, disc_copies, record_info(fields, ethora_picture)),
    create_table(ethora_ban, disc_copies, record_info(fields, ethora_ban)),
    create_table(ethora_switch, ram_copies, record_info(fields, ethora_switch)),
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

create_table(Name, Storage, Fields) ->
    ejabberd_mnesia:create(?MODULE, Name, [{Storage, [node()]}, {attributes, Fields}]).

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
    result(IQ, ?NS_MEMBERS, [activity(Jid, Role, Room) || {Jid, Role} <- Members]);
query(?NS_BAN, El, #iq{from = From} = IQ) ->
    ban_query(attr(<<"action">>, El), El, From, IQ);
query(_, _, _) ->
    throw(xmpp:err_bad_request()).

stock_items(#iq{sub_els = [El]} = IQ) ->
    mod_disco:process_sm_iq_items(IQ#iq{sub_els = [xmpp:decode(El)]}).

%%% Rooms

%% The rooms where the person is a member, admin or owner, in the order of their addresses.
rooms_of(#jid{lserver = Host} = Jid) ->
    States = [State || Service <- gen_mod:get_module_opt_hosts(Host, mod_muc),
                       {_, _, Pid} <- mod_muc:get_online_rooms(Service),
                       {ok, State} <- [mod_muc_room:get_state(Pid)]],
    lists:sort(fun(A, B) -> room_jid(A) =< room_jid(B) end, [State || State <- States, is_member(Jid, State)]).

room_element(Name, #state{config = #config{title = Title}} = Room) ->
    #ethora_picture{thumbnail = Thumbnail, background = Background} = picture(room_jid(Room)),
    xmlel(Name, [{<<"jid">>, room_jid(Room)}, {<<"name">>, Title},
                   {<<"users_cnt">>, integer_to_binary(length(members(Room)))},
                   {<<"room_background">>, Background}, {<<"room_thumbnail">>, Thumbnail}]).

%% XEP-0059: rooms after the one named, at most so many, and the `<set/>` that says which.
page(Rooms, El) ->
    Asked = case fxml:get_subtag_with_xmlns(El, <<"set">>, ?NS_RSM) of
                false -> #rsm_set{};
                Set -> xmpp:decode(Set)
            end,
    Rest = case Asked#rsm_set.'after' of
               undefined -> Rooms;
               After -> lists:dropwhile(fun(Room) -> room_jid(Room) =< After end, Rooms)
           end,
    Page = lists:sublist(Rest, case Asked#rsm_set.max of undefined -> ?PAGE_SIZE; Max -> Max end),
    {Page, xmpp:encode(page_bounds(Page, length(Rooms) - length(Rest), length(Rooms)))}.

page_bounds([], _Index, Count) -> #rsm_set{count = Count};
page_bounds(Page, Index, Count) ->
    First = #rsm_first{index = Index, data = room_jid(hd(Page))},
    #rsm_set{first = First, last = room_jid(lists:last(Page)), count = Count}.

%% Owner, admin and member are those who count; most powerful first.
members(#state{affiliations = Affiliations}) ->
    Ranks = #{owner => 1, admin => 2, member => 3},
    List = [{maps:get(Role, Ranks), Jid, Role}
            || {Jid, Entry} <- maps:to_list(Affiliations), Role <- [plain_affiliation(Entry)],
               maps:is_key(Role, Ranks)],
    [{jid:make(Jid), Role} || {_, Jid, Role} <- lists:sort(List)].

plain_affiliation({Affiliation, _Reason}) -> Affiliation;
plain_affiliation(Affiliation) -> Affiliation.

is_member(Jid, Room) -> lists:member(mod_muc_room:get_affiliation(Jid, Room), [owner, admin, member]).

is_manager(Jid, Room) -> lists:member(mod_muc_room:get_affiliation(Jid, Room), [owner, admin]).

%% The room that the query names, if this person may manage it.
managed_room(From, El) ->
    Room = room_state(attr(<<"room">>, El)),
    is_manager(From, Room) orelse throw(xmpp:err_forbidden()),
    Room.

room_state(Text) ->
    try jid:decode(Text) of
        #jid{luser = Name, lserver = Service} ->
            case mod_muc:find_online_room(Name, Service) of
                {ok, Pid} -> {ok, State} = mod_muc_room:get_state(Pid), State;
                error -> throw(xmpp:err_item_not_found())
            end
    catch error:{bad_jid, _} -> throw(xmpp:err_jid_malformed())
    end.

room_jid(#state{jid = Jid}) -> bare(Jid).

picture(Room) ->
    case mnesia:dirty_read(ethora_picture, Room) of
        [Picture] -> Picture;
        [] -> #ethora_picture{room = Room}
    end.

%% What the element does not mention stays.
save_picture(Room, El) ->
    Old = picture(Room),
    New = Old#ethora_picture{thumbnail = attr(<<"room_thumbnail">>, El, Old#ethora_picture.thumbnail),
                             background = attr(<<"room_background">>, El, Old#ethora_picture.background)},
    mnesia:dirty_write(New).

%%% Roster

activity(#jid{luser = User, lserver = Host} = Jid, Role, Room) ->
    Status = case is_banned(room_jid(Room), bare(Jid)) of true -> <<"banned">>; false -> <<"clear">> end,
    #{name := Name, photo := Photo} = profile(User, Host),
    xmlel(<<"activity">>, [{<<"jid">>, bare(Jid)}, {<<"name">>, Name}, {<<"role">>, atom_to_binary(Role)},
                             {<<"ban_status">>, Status},
                             {<<"last_active">>, integer_to_binary(last_active(User, Host))},
                             {<<"profile">>, Photo}]).

%% In seconds since the epoch; 0: never.
last_active(User, Host) ->
    case {ejabberd_sm:get_user_resources(User, Host), mod_last:get_last_info(User, Host)} of
        {[_ | _], _} -> erlang:system_time(second);
        {[], {ok, Seconds, _Status}} -> Seconds;
        {[], _} -> 0
    end.

%% As the vCard has it.
profile(User, Host) ->
    Card = case mod_vcard:get_vcard(User, Host) of [El | _] -> El; _ -> xmlel(<<"vCard">>, []) end,
    #{name => text([<<"FN">>], Card), photo => text([<<"PHOTO">>, <<"EXTVAL">>], Card),
      first => text([<<"N">>, <<"GIVEN">>], Card), last => text([<<"N">>, <<"FAMILY">>], Card),
      description => text([<<"DESC">>], Card)}.

text(Path, El) -> fxml:get_path_s(El, [{elem, Name} || Name <- Path] ++ [cdata]).

%%% Bans

ban_query(<<"ban">>, El, From, IQ) ->
    Until = erlang:system_time(second) + binary_to_integer(attr(<<"time">>, El, <<"2592000">>)),
    User = attr(<<"user">>, El),
    [mnesia:dirty_write(#ethora_ban{key = {Room, User}, until = Until, comment = attr(<<"comment">>, El)})
     || Room <- ban_rooms(From, El)],
    xmpp:make_iq_result(IQ);
ban_query(<<"unban">>, El, From, IQ) ->
    [mnesia:dirty_delete(ethora_ban, {Room, attr(<<"user">>, El)}) || Room <- ban_rooms(From, El)],
    xmpp:make_iq_result(IQ);
ban_query(<<"get_list">>, El, From, IQ) ->
    Bans = [Ban || Room <- ban_rooms(From, El), Ban <- mnesia:dirty_match_object(ban_pattern(Room))],
    result(IQ, ?NS_BAN, [ban_element(Ban) || Ban <- Bans, is_valid(Ban)]);
ban_query(_, _, _, _) ->
    throw(xmpp:err_bad_request()).

%% `all` means every room that this person manages.
ban_rooms(From, El) ->
    case attr(<<"type">>, El) of
        <<"all">> -> [room_jid(Room) || Room <- rooms_of(From), is_manager(From, Room)];
        _ -> [room_jid(managed_room(From, El))]
    end.

ban_pattern(Room) -> #ethora_ban{key = {Room, '_'}, until = '_', comment = '_'}.

ban_element(#ethora_ban{key = {Room, User}, until = Until, comment = Comment}) ->
    xmlel(<<"user">>, [{<<"jid">>, User}, {<<"room">>, Room}, {<<"until">>, integer_to_binary(Until)},
                         {<<"comment">>, Comment}]).

is_banned(Room, User) -> lists:any(fun is_valid/1, mnesia:dirty_read(ethora_ban, {Room, User})).

is_valid(#ethora_ban{until = Until}) -> Until > erlang:system_time(second).

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
            change_archive(Message, Room)
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

%%% Editing and deleting

%% The author's `<replace/>` or `<delete/>` changes the archive and goes to everybody; another's is dropped without a word.
change_archive(#message{sub_els = Els} = Message, Room) ->
    case [El || #xmlel{name = Name} = El <- Els, Name == <<"replace">> orelse Name == <<"delete">>] of
        [#xmlel{attrs = Attrs} = El | _] ->
            %% XEP-0308, which clients of other servers use, is none of ours.
            case fxml:get_attr_s(<<"xmlns">>, Attrs) of
                <<"urn:xmpp:message-correct:0">> -> Message;
                _ -> changed(rewrite(attr(<<"id">>, El), El, Message#message.from, Room), Message)
            end;
        [] -> Message
    end.

%% The request itself is not archived, even if it has a body.
changed(true, Message) -> xmpp:put_meta(Message, mam_ignore, true);
changed(false, _Message) -> drop.

rewrite(Id, Change, From, #state{server_host = LServer} = Room) ->
    {RoomJid, Author} = {room_jid(Room), bare(From)},
    case string:to_integer(Id) of
        {Timestamp, <<>>} when is_integer(Timestamp) ->
            case ejabberd_sql:sql_query(
                   LServer,
                   ?SQL("select @(xml)s from archive where username=%(RoomJid)s and %(LServer)H"
                        " and timestamp=%(Timestamp)d and bare_peer=%(Author)s")) of
                {selected, [{Xml}]} -> store(LServer, RoomJid, Timestamp, rewritten(Xml, Change));
                _ -> false
            end;
        _ -> false
    end.

store(LServer, RoomJid, Timestamp, El) ->
    {Xml, Text} = {fxml:element_to_binary(El), text([<<"body">>], El)},
    {updated, Count} = ejabberd_sql:sql_query(
                         LServer,
                         ?SQL("update archive set xml=%(Xml)s, txt=%(Text)s where username=%(RoomJid)s"
                              " and %(LServer)H and timestamp=%(Timestamp)d")),
    Count > 0.

rewritten(Xml, #xmlel{name = Name} = Change) ->
    {Text, Mark} = case Name of
                       <<"replace">> -> {attr(<<"text">>, Change), <<"replaced">>};
                       <<"delete">> -> {<<"deleted">>, <<"deleted">>}
                   end,
    Now = integer_to_binary(erlang:system_time(millisecond)),
    #xmlel{children = Children} = El = fxml_stream:parse_element(Xml),
    Others = [Child || Child <- Children, not is_named(Child, [<<"body">>, <<"replaced">>])],
    Body = #xmlel{name = <<"body">>, attrs = [], children = [{xmlcdata, Text}]},
    El#xmlel{children = [Body | Others] ++ [xmlel(Mark, [{<<"timestamp">>, Now}])]}.

is_named(#xmlel{name = Name}, Names) -> lists:member(Name, Names);
is_named(_, _) -> false.

%%% Live updates

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
                      {<<"picture">>, (picture(room_jid(Room)))#ethora_picture.thumbnail},
                      {<<"usersCnt">>, integer_to_binary(length(members(Room)))}]),
    %% To members who are not in the room as well, and to nobody twice.
    Sessions = [jid:tolower(User#user.jid) || User <- maps:values(Users)]
        ++ [{Jid#jid.luser, Jid#jid.lserver, Resource}
            || {Jid, _} <- members(Room), Resource <- ejabberd_sm:get_user_resources(Jid#jid.luser, Jid#jid.lserver)],
    headline(Host, lists:usort(Sessions), Update).

vcard_set(#iq{type = set, from = #jid{luser = User, lserver = Host}} = IQ) ->
    #{first := First, last := Last, photo := Photo, description := Description} = profile(User, Host),
    user_update_command(User, Host, First, Last, Photo, Description),
    IQ;
vcard_set(Other) ->
    Other.

headline(Host, Sessions, Update) ->
    [ejabberd_router:route(#message{type = headline, from = jid:make(Host), to = jid:make(Session), sub_els = [Update]})
     || Session <- Sessions],
    ok.

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
    Update = xmlel(<<"user-update">>,
                     [{<<"xmlns">>, ?NS_UPDATE}, {<<"xmppUsername">>, User}, {<<"firstName">>, First},
                      {<<"lastName">>, Last}, {<<"photoURL">>, Photo}, {<<"description">>, Description}]),
    headline(Host, ejabberd_sm:get_vh_session_list(Host), Update).

chat_update_command(Name, Service) -> announce_chat(room_state(jid:encode({Name, Service, <<>>}))).

member_command(Name, Service, Jid, Affiliation) ->
    ok = mod_muc_admin:set_room_affiliation(Name, Service, Jid, Affiliation),
    Room = room_state(jid:encode({Name, Service, <<>>})),
    announce_member(jid:decode(Jid), binary_to_existing_atom(Affiliation), Room).

picture_command(Name, Service, Thumbnail, Background) ->
    Picture = #ethora_picture{room = jid:encode({Name, Service, <<>>}), thumbnail = Thumbnail, background = Background},
    mnesia:dirty_write(Picture).

%%% Elements

xmlel(Name, Attrs) -> #xmlel{name = Name, attrs = Attrs, children = []}.

attr(Name, El) -> attr(Name, El, <<>>).

attr(Name, #xmlel{attrs = Attrs}, Otherwise) ->
    case fxml:get_attr(Name, Attrs) of
        {value, Value} -> Value;
        false -> Otherwise
    end.

result(IQ, NS, Children) ->
    xmpp:make_iq_result(IQ, #xmlel{name = <<"query">>, attrs = [{<<"xmlns">>, NS}], children = Children}).

bare(Jid) -> jid:encode(jid:remove_resource(jid:tolower(Jid))).
