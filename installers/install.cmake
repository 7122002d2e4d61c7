# What is installed where. Two parts: `run` (langevin-run, no Qt) and `lab` (langevin-lab). Nothing is read from the source tree
# afterwards: pages, presets, models, fonts, icons, colour maps and shaders are compiled in.
include(GNUInstallDirs)
set(linux ${PROJECT_SOURCE_DIR}/installers/linux)
set(made ${PROJECT_BINARY_DIR}/installers)
# SOURCE_DATE_EPOCH, where it is set: the same sources make the same packages.
string(TIMESTAMP LANGEVIN_DATE "%Y-%m-%d" UTC)
set(LANGEVIN_MAINTAINER "The Langevin Lab developers <developers@langevin-lab.invalid>")  # .invalid: there is no address yet
find_program(GZIP gzip)

# installed_text(name in the build folder, template): fills in version and date; compressed as Debian wants it if the name says so
function(installed_text name template)
  string(REGEX REPLACE "\\.gz$" "" plain ${name})
  configure_file(${template} ${made}/${plain} @ONLY)
  if(name MATCHES "\\.gz$")
    execute_process(COMMAND ${GZIP} -9nc ${made}/${plain} OUTPUT_FILE ${made}/${name} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endfunction()

# A licence as a field of Debian's machine-readable copyright file.
function(copyright_field variable file)
  file(READ ${file} text)
  string(REGEX REPLACE "^Copyright[^\n]*(\n[^\n]+)*\n\n" "" text "${text}")
  string(REPLACE "\n\n" "\n.\n" text "${text}")
  string(STRIP "${text}" text)
  string(REPLACE "\n" "\n " text "${text}")
  set(${variable} " ${text}" PARENT_SCOPE)
endfunction()

# Each program has its own langevin-read: the packages can be installed one without the other.
function(reading part)
  if(TARGET langevin-read)
    install(TARGETS langevin-read DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/langevin-${part} COMPONENT ${part})
  endif()
endfunction()

# documented(part): manual page, copyright and changelogs of a program
function(documented part)
  set(package langevin-${part})
  set(zip "")
  if(GZIP)
    set(zip ".gz")
    string(TIMESTAMP LANGEVIN_TIME "%a, %d %b %Y %H:%M:%S +0000" UTC)
    installed_text(${part}/changelog.Debian.gz ${linux}/changelog.Debian.in)
    install(FILES ${made}/${part}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${package} COMPONENT ${part})
  endif()
  installed_text(${package}.1${zip} ${linux}/${package}.1.in)
  installed_text(changelog${zip} ${PROJECT_SOURCE_DIR}/CHANGELOG.md)
  install(FILES ${made}/${package}.1${zip} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${part})
  install(FILES ${made}/changelog${zip} ${made}/copyright DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/${package} COMPONENT ${part})
endfunction()

copyright_field(LANGEVIN_OFL ${PROJECT_SOURCE_DIR}/resources/fonts/OFL-STIX.txt)
installed_text(copyright ${linux}/copyright.in)

documented(run)
install(TARGETS langevin-run COMPONENT run)
reading(run)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/resources/sweeps ${PROJECT_SOURCE_DIR}/resources/models
  DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/langevin-run/examples COMPONENT run
  PATTERN "*.h5" EXCLUDE PATTERN "__pycache__" EXCLUDE)  # models are inside the program

if(LANGEVIN_DESKTOP)
  documented(lab)
  install(TARGETS langevin-lab COMPONENT lab)
  reading(lab)
  installed_text(invalid.langevin_lab.LangevinLab.metainfo.xml ${linux}/langevin-lab.metainfo.xml.in)
  install(FILES ${made}/invalid.langevin_lab.LangevinLab.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/metainfo COMPONENT lab)
  install(FILES ${linux}/langevin-lab.desktop DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/applications COMPONENT lab)
  install(FILES ${linux}/langevin-lab.mime.xml DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/mime/packages RENAME langevin-lab.xml COMPONENT lab)
  install(FILES ${PROJECT_SOURCE_DIR}/resources/icons/langevin-lab.svg
    DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/icons/hicolor/scalable/apps COMPONENT lab)
endif()

# The portable archive takes the libraries along that other distributions have in other versions.
install(SCRIPT ${PROJECT_SOURCE_DIR}/installers/portable.cmake COMPONENT portable EXCLUDE_FROM_ALL)
install(PROGRAMS ${linux}/langevin-lab.sh DESTINATION . RENAME langevin-lab COMPONENT portable EXCLUDE_FROM_ALL)
install(PROGRAMS ${linux}/langevin-lab.sh DESTINATION . RENAME langevin-run COMPONENT portable EXCLUDE_FROM_ALL)
install(FILES ${linux}/portable.md RENAME README.md DESTINATION . COMPONENT portable EXCLUDE_FROM_ALL)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION . COMPONENT portable EXCLUDE_FROM_ALL)
