%% Rooms as Ethora's servers describe them: whose they are, with what pictures, who is in them.
-module(ethora_rooms).

-export([create_tables/0, rooms_of/1, room_element/2, page/2, members/1, is_member/2, is_manager/2]).
-export([managed_room/2, room_state/1, room_jid/1, thumbnail/1, save_picture/2, save_picture/3, activity/3, profile/2]).

-include_lib("xmpp/include/xmpp.hrl").
-include("mod_muc_room.hrl").

-import(ethora_xml, [xmlel/2, attr/2, attr/3, text/2, bare/1]).

-define(PAGE_SIZE, 100).

%% Pictures of a room; `room` is its JID as text.
-record(ethora_picture, {room, thumbnail = <<"none">>, background = <<"none">>}).

create_tables() ->
    Fields = record_info(fields, ethora_picture),
    ejabberd_mnesia:create(?MODULE, ethora_picture, [{disc_copies, [node()]}, {attributes, Fields}]).

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

save_picture(Room, Thumbnail, Background) ->
    mnesia:dirty_write(#ethora_picture{room = Room, thumbnail = Thumbnail, background = Background}).

thumbnail(Room) -> (picture(Room))#ethora_picture.thumbnail.

%%% Roster

activity(#jid{luser = User, lserver = Host} = Jid, Role, IsBanned) ->
    Status = case IsBanned of true -> <<"banned">>; false -> <<"clear">> end,
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
