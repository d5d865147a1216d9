using HumaXledger.Core.Access;

namespace HumaXledger.Tests.Access;

public sealed class ActorTests
{
    [Fact]
    public void Behind_PersonWithTheNameOfTheProduct_IsNotTheProduct()
    {
        var person = Actor.Behind(Actor.System.Name, "tenant:person");

        Assert.Equal(("tenant:person", Actor.System.Name), (person.Id, person.Name));
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.False(person.MaySomewhere(permission)));
    }

    [Fact]
    public void Behind_OnlyTheNameIsStored_HasNoPermission()
    {
        var person = Actor.Behind(Actor.System.Name);

        Assert.Equal("", person.Id);
        Assert.False(person.MaySomewhere(Permission.SeeStatus));
    }

    [Fact]
    public void Behind_IdOfTheProduct_IsTheProduct() =>
        Assert.Same(Actor.System, Actor.Behind("any name", Actor.System.Id));
}
