namespace HumaXledger.Portal.Access;

/// <summary>Until there is sign-in, everyone who reaches the address could read and write personal data; so it is Development or nothing.</summary>
public static class DevelopmentOnly
{
    public static void Require(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new StartRefusedException(
                $"The environment is {environment.EnvironmentName}. Until there is sign-in the Portal starts in the Development environment only, because whoever "
                + "reaches its address can read and change personal data. Set ASPNETCORE_ENVIRONMENT=Development to try it on this machine.");
        }
    }
}
