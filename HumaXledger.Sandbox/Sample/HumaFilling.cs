using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Sandbox.Sample;

/// <summary>Converts the Huma side of the sample into users, groups and job titles.</summary>
internal sealed class HumaFilling
{
    private static readonly DateTimeOffset Invited = new(2025, 8, 11, 7, 30, 0, TimeSpan.Zero);

    private readonly int _seed;
    private readonly Dictionary<string, HumaJobTitle> _titles = new(StringComparer.Ordinal);
    private readonly HumaGroup[] _companies;
    private readonly HumaGroup[] _teams;
    private readonly HumaGroup[] _norwegianLocations;
    private readonly HumaGroup[] _swedishLocations;
    private readonly Dictionary<(bool Swedish, int Team), Guid> _leaders = [];

    private HumaFilling(int seed)
    {
        _seed = seed;
        _companies =
        [
            Group("Fjellheim Norge AS", HumaGroupType.Company) with
            {
                OrganizationNumber = "100000008",
            },
            Group("Fjellheim Sverige AB", HumaGroupType.Company) with
            {
                OrganizationNumber = "000000-0001",
            },
        ];
        _teams = [.. SampleWork.Teams.Select(name => Group(name, HumaGroupType.Team))];
        _norwegianLocations = [.. SampleWork.NorwegianLocations.Select(name => Group(name, HumaGroupType.Location))];
        _swedishLocations = [.. SampleWork.SwedishLocations.Select(name => Group(name, HumaGroupType.Location))];
        foreach (var title in SampleWork.Titles.Concat(SampleWork.SwedishTitles))
            Title(title);
    }

    /// <summary>Replaces Huma's data by the sample and sets <see cref="SamplePerson.HumaId"/>.</summary>
    public static void Fill(SandboxWorld world, IReadOnlyList<SamplePerson> people)
    {
        var seed = world.Options.Seed;
        var filling = new HumaFilling(seed);
        var known = people.Where(person => person.Huma is not null).ToList();
        // In another order than in Xledger, so that a client cannot rely on a common one.
        SampleRandom.For(seed, "order in Huma").Shuffle(known);
        var users = new List<HumaUser>(known.Count + world.HumaAccess.Keys.Length);
        users.AddRange(world.HumaAccess.Keys.Select(ServiceUser));
        users.AddRange(known.Select(filling.User));
        world.Huma.Reset(
            users,
            [.. filling._companies, .. filling._teams, .. filling._norwegianLocations, .. filling._swedishLocations],
            filling._titles.Values
        );
    }

    /// <summary>The user for a newcomer, with job title and groups of the sample.</summary>
    public static HumaUser Hire(SandboxWorld world, SamplePerson person)
    {
        var filling = new HumaFilling(world.Options.Seed);
        var user = filling.User(person);
        foreach (var title in filling._titles.Values.Where(title => world.Huma.JobTitle(title.Id) is null))
            world.Huma.Put(title);
        return user;
    }

    private static HumaUser ServiceUser(HumaKey key) =>
        new()
        {
            Id = key.ServiceUserId,
            Type = "service_user",
            GivenName = key.Name,
            FamilyName = "API",
            Email = $"{key.ServiceUserId:N}@service.example.com",
            Active = key.Active,
        };

    private HumaUser User(SamplePerson person)
    {
        var side = person.Huma!;
        person.HumaId = SampleIds.Of(_seed, "user", person.Index);
        var id = person.HumaId.Value;
        var leader = _leaders.TryGetValue((person.Swedish, person.Team), out var found) ? found : (Guid?)null;
        if (leader is null && person.Agrees && side.Active)
            _leaders[(person.Swedish, person.Team)] = id;
        return new HumaUser
        {
            Id = id,
            GivenName = side.GivenName,
            FamilyName = side.FamilyName,
            Email = side.Email,
            RequestedEmail = side.RequestedEmail,
            Phone = side.Phone,
            EmploymentId = side.EmploymentId,
            BirthDate = side.BirthDate,
            Gender = side.Gender,
            Nationality = side.IdentificationCountry,
            HomeAddress = side.Address is { } address
                ? new HumaAddress(address.Street!, null, null, address.PostalCode!, address.Place!, address.Country!)
                : null,
            BankAccount = side.BankAccount is { } account ? Account(account, person.Swedish, side.BankCountry) : null,
            Supervisor = leader,
            Identifications = side.Identification is { } identification
                ?
                [
                    new HumaIdentification(
                        SampleIds.Of(_seed, "identification", person.Index),
                        "national",
                        side.IdentificationCountry,
                        identification
                    ),
                ]
                : [],
            Positions = [.. side.Positions.Select((position, index) => Position(position, person, index))],
            Groups = [_companies[person.Swedish ? 1 : 0].Id, _teams[person.Team].Id, Location(person).Id],
            Integrations = side.HeldByOtherIntegration
                ?
                [
                    new ConnectedIntegration(
                        SampleIds.Of(_seed, "own integration"),
                        "xledger",
                        $"{person.EmployeeDbId}"
                    ),
                ]
                : [],
            Active = side.Active,
            DeactivatedAt = side.Active ? null : Invited.AddDays(40),
            InvitedAt = side.LoggedIn || person.Index % 2 == 0 ? Invited : null,
            LastLoggedInAt = side.LoggedIn ? Invited.AddDays(1 + (person.Index % 30)) : null,
        };
    }

    private HumaPosition Position(SamplePosition position, SamplePerson person, int index) =>
        new()
        {
            Id = SampleIds.Of(_seed, "position", (person.Index * 4) + index),
            TitleId = position.Title is { } title ? Title(title).Id : null,
            ContractStartDate = position.Start,
            FirstDayOfWork = position.Start,
            ContractEndDate = position.End,
            LastDayOfWork = position.End,
            ProbationEndDate = position.Probation,
            TerminationNoticeDate = position.Notice,
            ContractCountry = person.Swedish ? "SE" : "NO",
            ContractType = "Permanent",
            Percentage = position.Percentage,
        };

    private static HumaBankAccount Account(string account, bool swedish, string? abroad) =>
        abroad is not null ? new HumaBankAccount.National(account, abroad)
        : swedish ? new HumaBankAccount.International(account, AccountNumbers.SwedishBic)
        : new HumaBankAccount.National(account, "NO");

    private HumaGroup Location(SamplePerson person) =>
        (person.Swedish ? _swedishLocations : _norwegianLocations)[person.Location];

    private HumaJobTitle Title(string name)
    {
        if (!_titles.TryGetValue(name, out var title))
            _titles[name] = title = new HumaJobTitle(SampleIds.Of(_seed, "title " + name), name, null);
        return title;
    }

    private HumaGroup Group(string name, HumaGroupType type) => new(SampleIds.Of(_seed, $"{type} {name}"), name, type);
}
